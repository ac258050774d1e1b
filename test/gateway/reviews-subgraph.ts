import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify from 'fastify';
import { parse } from 'graphql';

/** The schema of a second subgraph that hangs reviews on things of the graph, as a team of another company would write it. */
export const reviewsSdl = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])

  type Product @key(fields: "id") {
    id: ID!
    reviews: [Review!]!
  }
  type Order @key(fields: "id") {
    id: ID!
    review: Review
  }
  type Review {
    id: ID!
    stars: Int!
    product: Product!
  }
  type Query {
    latestReviews(of: [ID!]!): [Review!]!
  }
`;

/** Serves the reviews on a free port of the loopback address. */
export async function serveReviews(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const app = Fastify();
  const review = (product: string) => ({ id: `review of ${product}`, stars: 4, product: { id: product } });
  const server = new ApolloServer({
    schema: buildSubgraphSchema({
      typeDefs: parse(reviewsSdl),
      resolvers: {
        Query: { latestReviews: (_: unknown, { of }: { of: string[] }) => of.map(review) },
        Product: { reviews: ({ id }: { id: string }) => [review(id)] },
        Order: { review: ({ id }: { id: string }) => ({ ...review(id), id: `review of ${id}` }) },
      },
    }),
    plugins: [fastifyApolloDrainPlugin(app), ApolloServerPluginInlineTraceDisabled()],
  });
  await server.start();
  await app.register(fastifyApollo(server));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const { port } = app.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/graphql`, close: () => server.stop() };
}
