import { randomBytes, randomUUID } from 'node:crypto';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { FormattedExecutionResult } from 'graphql';
import { openDemoStore } from '../../demo/open-demo-store.js';
import { bridgeAgent } from '../../src/bridge/address-guard.js';
import { BridgeClient } from '../../src/bridge/client.js';
import type { Statement } from '../../src/bridge/plan.js';
import type { Caller } from '../../src/domain/caller.js';
import type { StoreCircuits } from '../../src/domain/store-circuits.js';
import { StoreConfigCache } from '../../src/domain/store-config-cache.js';
import type { StoreRecord } from '../../src/domain/store-record.js';
import { StoreSessions } from '../../src/domain/store-session.js';
import type { ContextParts } from '../../src/graph/context.js';
import type { CompilingOptions } from '../../src/graph/execution.js';
import { storeGlobalId } from '../../src/model/ids.js';
import { platformById, platforms } from '../../src/platforms/index.js';
import type { Platform } from '../../src/platforms/platform.js';
import {
  type GraphRun,
  inMemoryRegistry,
  noAdministration,
  noConnections,
  noWriting,
  runOperations,
  storeRecord,
} from './graph-run.js';

export interface GraphOverDemo {
  /** Global ids of the stores: as many accounts of one and the same demo store. */
  readonly storeIds: readonly string[];
  /** Global ids of stores at whose address nobody answers. */
  readonly brokenIds: readonly string[];
  /** Global ids of the stores at the addresses that were given. */
  readonly moreIds: readonly string[];
  /** What a platform could not read, and of which store. */
  readonly unreadable: readonly { readonly storeId: string; readonly error: unknown }[];
  /** Answers an operation; every call is a request of its own, with loaders and sessions of its own. */
  run<Data = Record<string, never>, Variables = Record<string, unknown>>(
    operation: string | TypedDocumentNode<Data, Variables>,
    variables?: Variables,
  ): Promise<FormattedExecutionResult<Data>>;
  /** As `run`, executed by GraphQL itself whatever is compiled. */
  runUncompiled(operation: string, variables?: Record<string, unknown>): Promise<FormattedExecutionResult>;
  /** The signed queries sent since this was last read: which store, and what was asked. */
  calls(): { readonly storeId: string; readonly statements: readonly Statement[] }[];
  close(): Promise<void>;
}

/** The whole graph over one demo store, which is registered several times under different ids. */
export async function openGraphOverDemo(
  options: {
    readonly stores?: number;
    readonly broken?: number;
    /** The addresses of more stores of the account, such as those that misbehave. */
    readonly more?: readonly string[];
    /** Leaves stores alone that timed out, after so many milliseconds. */
    readonly circuits?: StoreCircuits;
    readonly deadlineMs?: number;
    /** Stands for the platform of the stores. */
    readonly platformAs?: (platform: Platform) => Platform;
    /** Which scopes whoever asks holds; all by default. */
    readonly scopes?: readonly string[];
    readonly compiling?: CompilingOptions;
  } = {},
): Promise<GraphOverDemo> {
  const secret = randomBytes(32);
  const demo = await openDemoStore({
    keyId: 'demo',
    secret: secret.toString('base64url'),
    today: new Date('2026-06-01T00:00:00Z'),
    scale: 'small',
  });
  const agent = bridgeAgent({ allowPrivateAddresses: true });
  const now = () => new Date();
  const client = new BridgeClient({ dispatcher: agent, now, randomBytes });
  const configCache = new StoreConfigCache({ now });
  const records: StoreRecord[] = Array.from({ length: options.stores ?? 1 }, () =>
    storeRecord({ id: randomUUID(), url: demo.url }),
  );
  // Port 9 (discard) of this machine answers nobody.
  const broken = Array.from({ length: options.broken ?? 0 }, () =>
    storeRecord({ id: randomUUID(), url: 'http://127.0.0.1:9/' }),
  );
  const more = (options.more ?? []).map((url) => storeRecord({ id: randomUUID(), url }));
  const unreadable: { storeId: string; error: unknown }[] = [];
  let calls: { storeId: string; statements: readonly Statement[] }[] = [];
  const contextParts = (caller: Caller): ContextParts => ({
    caller: { ...caller, scopes: options.scopes ?? caller.scopes },
    registry: inMemoryRegistry([...records, ...broken, ...more]),
    connections: noConnections,
    administration: noAdministration,
    writing: noWriting,
    platforms,
    sessions: new StoreSessions({
      connect: async (store) => client.connect({ url: store.bridgeUrl, key: { id: 'demo', secret } }),
      configCache,
      platformById: (id) => {
        const platform = platformById(id);
        return platform && (options.platformAs?.(platform) ?? platform);
      },
      now,
      circuits: options.circuits,
      deadlineMs: options.deadlineMs,
      onUnreadable: (storeId, error) => unreadable.push({ storeId, error }),
      onCall: (storeId, statements: readonly Statement[]) => calls.push({ storeId, statements }),
    }),
  });
  const graph: GraphRun = await runOperations(contextParts, { compiling: options.compiling });
  const uncompiled: GraphRun = await runOperations(contextParts, { compiling: { maxOperations: 0 } });
  return {
    storeIds: records.map(({ id }) => storeGlobalId(id)),
    brokenIds: broken.map(({ id }) => storeGlobalId(id)),
    moreIds: more.map(({ id }) => storeGlobalId(id)),
    unreadable,
    run: graph.run,
    runUncompiled: uncompiled.run,
    calls() {
      const since = calls;
      calls = [];
      return since;
    },
    async close() {
      await graph.stop();
      await uncompiled.stop();
      await agent.close();
      await demo.close();
    },
  };
}
