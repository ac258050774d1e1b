import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify from 'fastify';
import { parse } from 'graphql';

/** The schema of a second subgraph that hangs opinions on things of the graph, as a team of another company would write it. */
export const opinionsSdl = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])

  type Product @key(fields: "id") {
    id: ID!
    opinions: [Opinion!]!
  }
  type Order @key(fields: "id") {
    id: ID!
    opinion: Opinion
  }
  type Opinion {
    id: ID!
    stars: Int!
    product: Product!
  }
  type Query {
    latestOpinions(of: [ID!]!): [Opinion!]!
  }
`;

/** Serves the opinions on a free port of the loopback address. */
export async function serveOpinions(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const app = Fastify();
  const opinion = (product: string) => ({ id: `opinion of ${product}`, stars: 4, product: { id: product } });
  const server = new ApolloServer({
    schema: buildSubgraphSchema({
      typeDefs: parse(opinionsSdl),
      resolvers: {
        Query: { latestOpinions: (_: unknown, { of }: { of: string[] }) => of.map(opinion) },
        Product: { opinions: ({ id }: { id: string }) => [opinion(id)] },
        Order: { opinion: ({ id }: { id: string }) => ({ ...opinion(id), id: `opinion of ${id}` }) },
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
