import type { AddressInfo } from 'node:net';
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import fastifyApollo, { fastifyApolloDrainPlugin } from '@as-integrations/fastify';
import Fastify from 'fastify';
import { parse } from 'graphql';

/**
 * The graph of a vendor of shipping software, as such a team would have written it long before: Relay-style, with a Product, a
 * Money, an Address, a UserError, a `node` and a `stores` of its own, and parcels that hang on the orders of Drawbridge and give
 * them back. The graph beside it has the prefix `Shop`.
 */
export const vendorSdl = /* GraphQL */ `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@shareable"])

  interface Node { id: ID! }
  scalar DateTime
  scalar Decimal
  enum CurrencyCode { EUR USD GBP }
  type PageInfo @shareable {
    hasNextPage: Boolean!
    hasPreviousPage: Boolean!
    startCursor: String
    endCursor: String
  }
  type Money { amount: Float! currency: CurrencyCode! }
  type Address { street: String! city: String! country: String! }
  type UserError { message: String! field: String }
  type Store { id: ID! label: String! }
  type Product implements Node @key(fields: "id") { id: ID! carrierName: String! price: Money! }
  type Parcel implements Node @key(fields: "id") {
    id: ID!
    order: ShopOrder!
    contents: [ShopProduct!]!
    to: Address!
    sentAt: DateTime!
  }
  type ParcelEdge { cursor: String! node: Parcel! }
  type ParcelConnection { edges: [ParcelEdge!]! pageInfo: PageInfo! }
  type ShopOrder @key(fields: "id") { id: ID! parcels(first: Int = 10): ParcelConnection! }
  type ShopProduct @key(fields: "id") { id: ID! insurance: Money! }
  input SendInput { order: ID! }
  type SendPayload { parcel: Parcel userErrors: [UserError!]! }
  type Query {
    node(id: ID!): Node
    nodes(ids: [ID!]!): [Node]!
    stores: [Store!]!
    products: [Product!]!
    parcelsOf(orders: [ID!]!): [Parcel!]!
  }
  type Mutation { connectStore(input: SendInput!): SendPayload! }
`;

/** Serves the vendor's graph on a free port of the loopback address. Each order's parcel holds the products that are given. */
export async function serveVendor(
  contents: () => readonly string[],
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const app = Fastify();
  const parcel = (order: string) => ({
    __typename: 'Parcel',
    id: `parcel of ${order}`,
    order: { id: order },
    contents: contents().map((id) => ({ id })),
    to: { street: 'Quay 1', city: 'Ghent', country: 'BE' },
    sentAt: '2026-01-02T03:04:05Z',
  });
  const server = new ApolloServer({
    schema: buildSubgraphSchema({
      typeDefs: parse(vendorSdl),
      resolvers: {
        Query: {
          node: (_: unknown, { id }: { id: string }) => parcel(id.replace('parcel of ', '')),
          stores: () => [{ id: '1', label: 'Depot' }],
          parcelsOf: (_: unknown, { orders }: { orders: string[] }) => orders.map(parcel),
        },
        ShopOrder: {
          parcels: ({ id }: { id: string }) => ({
            edges: [{ cursor: '1', node: parcel(id) }],
            pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: '1', endCursor: '1' },
          }),
        },
        ShopProduct: { insurance: () => ({ amount: 1.5, currency: 'EUR' }) },
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
