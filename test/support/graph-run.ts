import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { type FormattedExecutionResult, print } from 'graphql';
import type { Caller, Reach } from '../../src/domain/caller.js';
import type { StoreRecord } from '../../src/domain/store-record.js';
import type { StoreWriting } from '../../src/domain/store-writing.js';
import { buildGraph, type GraphOptions } from '../../src/graph/apollo.js';
import {
  type Administration,
  type Connecting,
  type ContextParts,
  createContext,
  type StoreReader,
} from '../../src/graph/context.js';

export const caller: Caller = {
  accountId: 'mine',
  accountName: 'My account',
  storeIds: null,
  apiKeyName: 'tests',
  scopes: ['*'],
  actor: 'tests',
  expiresAt: null,
  supportAccessId: null,
};

export const generousLimits = { maxDepth: 20, maxAliases: 50, maxCost: 200_000 };

export interface GraphRun {
  /** Answers an operation; every call is a request of its own, with loaders of its own. */
  run<Data = Record<string, never>, Variables = Record<string, unknown>>(
    operation: string | TypedDocumentNode<Data, Variables>,
    variables?: Variables,
  ): Promise<FormattedExecutionResult<Data>>;
  stop(): Promise<void>;
}

/** The graph without HTTP: operations in, results as a client reads them out. */
export async function runOperations(
  contextParts: (caller: Caller) => ContextParts,
  options: Partial<GraphOptions> = {},
): Promise<GraphRun> {
  const { server } = buildGraph({
    limits: generousLimits,
    reportBug: (bug) => {
      throw bug;
    },
    ...options,
  });
  await server.start();
  return {
    async run(operation, variables) {
      const query = typeof operation === 'string' ? operation : print(operation);
      const contextValue = createContext(contextParts(caller));
      const response = await server.executeOperation(
        { query, variables: variables as Record<string, unknown> | undefined },
        { contextValue },
      );
      if (response.body.kind !== 'single') throw new Error('the answer must be one result');
      // As over the wire: plain JSON.
      return JSON.parse(JSON.stringify(response.body.singleResult));
    },
    stop: () => server.stop(),
  };
}

/** A verified store of the tests' account. */
export function storeRecord(of: Partial<StoreRecord> & Pick<StoreRecord, 'id' | 'url'>): StoreRecord {
  return {
    accountId: caller.accountId,
    name: 'A store',
    bridgeUrl: `${of.url}drawbridge/bridge.php`,
    platformId: null,
    platformVersion: null,
    status: 'ACTIVE',
    connectedAt: new Date('2026-01-01T00:00:00Z'),
    lastVerifiedAt: new Date('2026-01-02T00:00:00Z'),
    bridge: {
      version: '1.0.0',
      protocolVersion: 1,
      phpVersion: null,
      databaseVersion: null,
      writable: false,
      replayProtection: null,
      keyId: 'k',
      keyRotatedAt: null,
    },
    ...of,
  };
}

/** A registry that holds these stores and no other. */
export function inMemoryRegistry(records: readonly StoreRecord[]): StoreReader {
  const all = async ({ accountId, storeIds }: Reach) =>
    records.filter((record) => record.accountId === accountId && (storeIds?.includes(record.id) ?? true));
  return {
    all,
    find: async (reach, ids) => (await all(reach)).filter(({ id }) => ids.includes(id)),
    page: async (reach, { limit, totalCount }) => {
      const found = await all(reach);
      const rows = found
        .slice(0, limit)
        .map((node) => ({ node, at: { value: node.connectedAt.toISOString(), id: node.id } }));
      return { rows, hasMore: found.length > limit, totalCount: totalCount ? found.length : null };
    },
  };
}

/** For tests in which nothing is connected: a mutation would be a bug of the test. */
export const noConnections: Connecting = new Proxy({} as Connecting, {
  get(_target, name) {
    throw new Error(`this test must connect no stores, but it called: ${String(name)}`);
  },
});

/** For tests in which nothing is administered. */
export const noAdministration: Administration = new Proxy({} as Administration, {
  get(_target, name) {
    throw new Error(`this test must administer nothing, but it called: ${String(name)}`);
  },
});

/** Writing that must not be called. */
export const noWriting: Pick<StoreWriting, 'perform'> = {
  perform: () => Promise.reject(new Error('nothing may be changed in a store')),
};
