import 'reflect-metadata';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ApolloServer } from '@apollo/server';
import { bridgeFiles } from '../bridge/package.js';
import { bridgeAgent } from '../src/bridge/address-guard.js';
import { BridgeClient } from '../src/bridge/client.js';
import type { Ask } from '../src/bridge/plan.js';
import { readResults } from '../src/bridge/results.js';
import type { StoreConnection } from '../src/bridge/store-connection.js';
import type { Caller } from '../src/domain/caller.js';
import { RequestTimes } from '../src/domain/request-times.js';
import { StoreConfigCache } from '../src/domain/store-config-cache.js';
import type { StoreRecord } from '../src/domain/store-record.js';
import { StoreSessions } from '../src/domain/store-session.js';
import { buildGraph } from '../src/graph/apollo.js';
import { createContext, type GraphContext } from '../src/graph/context.js';
import { subgraph } from '../src/graph/schema.js';
import { Metrics } from '../src/infrastructure/metrics.js';
import { storeGlobalId } from '../src/model/ids.js';
import { platformById, platforms } from '../src/platforms/index.js';

/** The graph over one store whose bridge answers from memory: the first answer to a question is that of the store. */
export interface MemoryGraph {
  readonly server: ApolloServer<GraphContext>;
  readonly sdl: string;
  /** The store's global id. */
  readonly storeId: string;
  /** The context of one request; `watched`: what it takes is counted and timed, as in the service. */
  context(watched?: boolean): GraphContext;
  close(): Promise<void>;
}

/** Lays a bridge into the folder of a store that is served at this address, and opens the graph over it. */
export async function memoryGraph(root: string, url: string): Promise<MemoryGraph> {
  const key = { id: 'bench', secret: randomBytes(32) };
  mkdirSync(path.join(root, 'drawbridge'), { recursive: true });
  for (const file of bridgeFiles({ keys: { [key.id]: key.secret.toString('base64url') } })) {
    writeFileSync(path.join(root, file.path), file.content);
  }
  const now = () => new Date();
  const dispatcher = bridgeAgent({ allowPrivateAddresses: true });
  const real = new BridgeClient({ dispatcher, now, randomBytes }).connect({ url: `${url}drawbridge/bridge.php`, key });
  const connection = fromMemory(real);
  const record: StoreRecord = {
    id: randomUUID(),
    accountId: 'bench',
    name: 'bench',
    url,
    bridgeUrl: `${url}drawbridge/bridge.php`,
    platformId: null,
    platformVersion: null,
    status: 'ACTIVE',
    connectedAt: now(),
    lastVerifiedAt: now(),
    bridge: {
      version: null,
      protocolVersion: 1,
      phpVersion: null,
      databaseVersion: null,
      writable: false,
      replayProtection: null,
      keyId: key.id,
      keyRotatedAt: null,
    },
  };
  const configCache = new StoreConfigCache({ now });
  const metrics = new Metrics({
    configCache: () => ({ ...configCache.stats() }),
    restingStores: () => 0,
    waitingWebhooks: async () => 0,
    runningExports: () => 0,
  });
  const { server } = buildGraph({
    answered: ({ times, kind, codes }) => {
      metrics.operation(String(kind), performance.now() - times.began, times.steps, codes);
    },
    limits: { maxDepth: 20, maxAliases: 50, maxCost: 200_000 },
    reportBug: (bug) => {
      throw bug;
    },
  });
  await server.start();
  return {
    server,
    sdl: subgraph().sdl,
    storeId: storeGlobalId(record.id),
    context: (watched = false) => {
      const times = watched ? new RequestTimes() : undefined;
      return createContext({
        times,
        caller,
        registry: {
          all: async () => [record],
          find: async () => [record],
          page: async () => ({ rows: [], hasMore: false, totalCount: null }),
        },
        connections: nothing('connections'),
        writing: nothing('writing'),
        administration: nothing('administration'),
        sessions: new StoreSessions({
          connect: async () => connection as unknown as StoreConnection<Ask>,
          configCache,
          platformById,
          now,
          ...(times && {
            observe: (store, call) => {
              times.called(store, call);
              metrics.called({ ...call, storeId: store.id, platform: 'BENCH' });
            },
            spent: (step, ms) => times.add(step, ms),
          }),
        }),
        platforms,
      });
    },
    async close() {
      await server.stop();
      await dispatcher.close();
    },
  };
}

/** The same connection; what it was asked before it answers from the text that came then, read anew each time. */
function fromMemory(connection: StoreConnection): StoreConnection {
  const known = new Map<string, string>();
  return {
    ...connection,
    async run(asks, options) {
      const question = asks.map(({ sql, parameters }) => `${sql} ${JSON.stringify(parameters)}`).join('\n');
      const text = known.get(question);
      if (text !== undefined) return readResults(JSON.parse(text), asks);
      const results = await connection.run(asks, options);
      known.set(question, JSON.stringify({ results }));
      return results;
    },
  };
}

const caller: Caller = {
  accountId: 'bench',
  accountName: 'bench',
  storeIds: null,
  apiKeyName: 'bench',
  scopes: ['*'],
  actor: 'bench',
  expiresAt: null,
  supportAccessId: null,
};

function nothing<Part extends object>(name: string): Part {
  return new Proxy({} as Part, {
    get() {
      throw new Error(`a bench must not need ${name}`);
    },
  });
}
