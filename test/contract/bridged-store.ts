import { randomBytes, randomUUID } from 'node:crypto';
import { bridgeAgent } from '../../src/bridge/address-guard.js';
import { BridgeClient } from '../../src/bridge/client.js';
import type { Statement } from '../../src/bridge/plan.js';
import type { StoreKey } from '../../src/bridge/signature.js';
import { StoreConfigCache } from '../../src/domain/store-config-cache.js';
import { StoreSession, type StoreSessionParts } from '../../src/domain/store-session.js';
import { platformById } from '../../src/platforms/index.js';
import { storeRecord } from '../support/graph-run.js';

/** A store behind a bridge, as the service talks to it below the graph. */
export interface BridgedStore {
  readonly storeId: string;
  /** The store's root, with a trailing slash. */
  readonly url: string;
  /** A session for one request's worth of questions; the configuration is cached between them. */
  session(): StoreSession;
  /** The statements of each signed request that ran any, since this was last read. */
  asked(): (readonly Statement[])[];
  close(): Promise<void>;
}

/** A store whose database is a file of SQLite. */
export interface FileStore extends BridgedStore {
  /** Where the file is. */
  readonly database: string;
}

/** Talks to the bridge of a store that is served at this address; `stop` is what closing does besides. */
export function bridgedStore(
  url: string,
  key: StoreKey,
  stop: () => Promise<void>,
  known: StoreSessionParts['platformById'] = platformById,
): BridgedStore {
  const agent = bridgeAgent({ allowPrivateAddresses: true });
  const now = () => new Date();
  const client = new BridgeClient({ dispatcher: agent, now, randomBytes, timeoutMs: 60_000 });
  const configCache = new StoreConfigCache({ now });
  const record = storeRecord({ id: randomUUID(), url });
  let asked: (readonly Statement[])[] = [];
  return {
    storeId: record.id,
    url,
    session: () =>
      new StoreSession(record, {
        connect: async () => client.connect({ url: record.bridgeUrl, key }),
        configCache,
        platformById: known,
        now,
        deadlineMs: 60_000,
        onCall: (_storeId, statements: readonly Statement[]) => {
          if (statements.length > 0) asked.push(statements);
        },
      }),
    asked() {
      const all = asked;
      asked = [];
      return all;
    },
    async close() {
      await agent.close();
      await stop();
    },
  };
}
