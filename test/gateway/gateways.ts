import { ApolloGateway, RemoteGraphQLDataSource } from '@apollo/gateway';
import { ApolloServer } from '@apollo/server';
import { createGatewayRuntime } from '@graphql-hive/gateway';
import type { GraphqlReply } from '../support/test-service.js';

/** What a gateway answers. */
export type Reply = Pick<GraphqlReply, 'data' | 'errors'>;
/** Asks a gateway one operation with the demo's API key. */
export type Ask = (query: string, variables?: Record<string, unknown>) => Promise<Reply>;

/** Runs a supergraph in @apollo/gateway for as long as it is used. */
export async function throughApolloGateway(supergraphSdl: string, use: (ask: Ask) => Promise<void>): Promise<void> {
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ url }) =>
      new RemoteGraphQLDataSource({
        url,
        willSendRequest: ({ request }) => request.http?.headers.set('authorization', 'Bearer demo'),
      }),
  });
  const server = new ApolloServer({ gateway });
  await server.start();
  try {
    await use(async (query, variables = {}) => {
      const { body } = await server.executeOperation({ query, variables });
      if (body.kind !== 'single') throw new Error(`one result must come, but got: ${body.kind}`);
      return JSON.parse(JSON.stringify(body.singleResult));
    });
  } finally {
    await server.stop();
  }
}

/** Runs a supergraph in @graphql-hive/gateway for as long as it is used. */
export async function throughHiveGateway(supergraph: string, use: (ask: Ask) => Promise<void>): Promise<void> {
  const gateway = createGatewayRuntime({
    supergraph,
    logging: false,
    propagateHeaders: {
      fromClientToSubgraphs: ({ request }) => ({ authorization: request.headers.get('authorization') ?? '' }),
    },
  });
  try {
    await use(async (query, variables = {}) => {
      const response = await gateway.fetch('http://gateway.test/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: 'Bearer demo' },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Reply;
    });
  } finally {
    await gateway[Symbol.asyncDispose]();
  }
}
