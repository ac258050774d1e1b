import 'reflect-metadata';
import { ApolloServer, HeaderMap, type HTTPGraphQLRequest } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { figuresOf, processorMs, rounded } from '../measure.js';
import { memoryGraph } from '../memory-graph.js';
import { operation } from '../operations.js';
import type { Result } from '../result.js';
import { openStore } from '../store.js';
import type { Surroundings } from '../surroundings.js';

const kinds = ['products', 'orders'] as const;

/** Rounds that are not counted: a service runs for days, so what the engine takes to compile it is no part of an answer. */
const warmUp = 40;

/**
 * A whole answer with the store's rows in memory, from planning to the bytes of the answer, over what stock Apollo takes with plain
 * resolvers over the finished data for the same bytes; in processor time.
 */
export async function answer({ database, rounds, stores, say }: Surroundings): Promise<Result[]> {
  const db = await database();
  const results: Result[] = [];
  for (const name of stores) {
    const store = await openStore(name, db);
    try {
      const graph = await memoryGraph(store.root, store.url);
      for (const kind of kinds) {
        const query = operation(kind);
        const variables = { store: graph.storeId, first: 100 };
        const ours = () => graphRequest(graph.server, graph.context(), query, variables);
        const bytes = await ours();
        const stock = await stockApollo(graph.sdl, JSON.parse(bytes).data);
        const theirs = () => graphRequest(stock, {}, query, variables);
        // But for the end of a line, which Apollo adds.
        if ((await theirs()).trimEnd() !== bytes)
          throw new Error(`stock Apollo must answer ${name} ${kind} with the same bytes`);
        const [of, over] = [[] as number[], [] as number[]];
        for (let round = -warmUp; round < rounds; round += 1) {
          const [a, b] = round % 2 === 0 ? [await processorMs(ours), await processorMs(theirs)] : [0, 0];
          const [c, d] = round % 2 === 0 ? [0, 0] : [await processorMs(theirs), await processorMs(ours)];
          if (round < 0) continue;
          of.push(a + d);
          over.push(b + c);
        }
        await stock.stop();
        const [service, apollo] = [figuresOf(of), figuresOf(over)];
        const result: Result = {
          bench: 'answer',
          work: `${name} ${kind}, from memory, over stock Apollo`,
          figure: rounded(service.p50 / apollo.p50),
          unit: '×',
          spread: [rounded(service.p25 / apollo.p50), rounded(service.p75 / apollo.p50)],
          target: { most: 1 },
          parts: { service: rounded(service.p50, 1), apollo: rounded(apollo.p50, 1), bytes: bytes.length },
        };
        results.push(result);
        say(result);
      }
      await graph.close();
    } finally {
      await store.close();
    }
  }
  return results;
}

/** Asks an operation as an HTTP request does; the bytes of the answer. */
export async function graphRequest<Context extends object>(
  server: ApolloServer<Context>,
  context: Context,
  query: string,
  variables: object,
): Promise<string> {
  const headers = new HeaderMap([['content-type', 'application/json']]);
  const httpGraphQLRequest: HTTPGraphQLRequest = { method: 'POST', headers, search: '', body: { query, variables } };
  const response = await server.executeHTTPGraphQLRequest({ httpGraphQLRequest, context: async () => context });
  if (response.body.kind !== 'complete') throw new Error('the answer must be complete');
  return response.body.string;
}

/** Stock Apollo over data that is there already: GraphQL's own resolvers, which read properties. */
export async function stockApollo(sdl: string, data: { store: object }): Promise<ApolloServer<object>> {
  const server = new ApolloServer<object>({
    schema: buildSubgraphSchema({ typeDefs: parse(sdl), resolvers: { Query: { store: () => data.store } } }),
    csrfPrevention: false,
    stopOnTerminationSignals: false,
    nodeEnv: 'production',
    plugins: [ApolloServerPluginInlineTraceDisabled()],
  });
  await server.start();
  return server;
}
