// Decorators of the model write to it, so it must be there before any of them is loaded.
import 'reflect-metadata';

import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { bridgeFiles } from '../bridge/package.js';
import { openDemoStore } from '../demo/open-demo-store.js';
import { bridgeAgent } from './bridge/address-guard.js';
import { BridgeClient } from './bridge/client.js';
import type { Statement } from './bridge/plan.js';
import { Accounts, soleAccount } from './domain/accounts.js';
import { BridgeDownloads } from './domain/bridge-downloads.js';
import { CredentialVault } from './domain/credential-vault.js';
import { StoreCircuits } from './domain/store-circuits.js';
import { StoreConfigCache } from './domain/store-config-cache.js';
import { StoreConnections } from './domain/store-connections.js';
import { StoreRegistry } from './domain/store-registry.js';
import { StoreSessions } from './domain/store-session.js';
import { buildGraph } from './graph/apollo.js';
import { createContext } from './graph/context.js';
import { bearerAuthentication, demoAuthentication } from './http/authenticate.js';
import { createServer, listeningUrl } from './http/server.js';
import { Cipher } from './infrastructure/cipher.js';
import type { Settings } from './infrastructure/config.js';
import { openDatabase } from './infrastructure/database.js';
import type { Log } from './infrastructure/logger.js';
import { masterKeyFile, OperatorError } from './infrastructure/master-key.js';
import { platformById, platforms } from './platforms/index.js';

/** The API key that the demo accepts from its own machine. */
export const demoApiKey = 'demo';

/** A query that works on any service, for the start of the API page and for the command line that is printed. */
export const exampleQuery = `{
  stores(first: 3) {
    nodes {
      name
      status
      products(first: 3) {
        nodes {
          name
          price {
            amount
            currencyCode
          }
        }
      }
    }
  }
}
`;

/** What a service takes from the machine beside its settings. */
export interface Surroundings {
  readonly log: Log;
  readonly now: () => Date;
  readonly randomBytes: (size: number) => Buffer;
  readonly randomUuid: () => string;
  /** Told of every signed request to a store before it is sent, with its statements; none for `hello`. */
  readonly onCall?: (storeId: string, statements: readonly Statement[]) => void;
  /** How much the demo store holds: `full` by default. */
  readonly demoScale?: 'full' | 'small';
}

/** A service that listens. */
export interface RunningService {
  /** Where it is reached on its own machine, without a trailing slash. */
  readonly url: string;
  /** Ends it: no new requests, those under way are answered, then everything that was opened is closed. */
  close(): Promise<void>;
}

/**
 * Opens everything that the settings ask for and listens. Throws an OperatorError for what the operator can mend (the port is
 * in use, the database does not answer …), and leaves nothing open then.
 */
export async function startService(settings: Settings, surroundings: Surroundings): Promise<RunningService> {
  const closers: (() => Promise<unknown>)[] = [];
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) {
      await closer().catch((error: unknown) =>
        surroundings.log.error({ err: error }, 'Something could not be closed.'),
      );
    }
  };
  try {
    return { url: await open(settings, surroundings, (closer) => closers.push(closer)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  settings: Settings,
  surroundings: Surroundings,
  onClose: (closer: () => Promise<unknown>) => void,
): Promise<string> {
  const { log, now, randomBytes, randomUuid } = surroundings;
  const { dataDir, databaseUrl, demo } = settings;
  const masterKey = settings.masterKey ?? (demo ? randomBytes(32) : await masterKeyFile(dataDir, randomBytes));
  const demoKey = { id: randomBytes(8).toString('hex'), secret: randomBytes(32) };

  const opening = [
    openDatabase(demo ? 'memory' : databaseUrl ? { url: databaseUrl } : { folder: dataDir }),
    demo
      ? openDemoStore({
          keyId: demoKey.id,
          secret: demoKey.secret.toString('base64url'),
          today: now(),
          scale: surroundings.demoScale ?? 'full',
        })
      : null,
  ] as const;
  // What did open is closed even where the other did not.
  const [opened, demoStore] = await Promise.allSettled(opening);
  if (demoStore.status === 'fulfilled' && demoStore.value) onClose(demoStore.value.close);
  if (opened.status === 'fulfilled') onClose(opened.value.close);
  const { database, ping } = await opening[0];
  const demoUrl = (await opening[1])?.url;

  const vault = new CredentialVault({ database, cipher: new Cipher(masterKey), randomBytes, now });
  const registry = new StoreRegistry(database);
  const agent = bridgeAgent({ allowPrivateAddresses: settings.allowPrivateAddresses });
  onClose(() => agent.close());
  const client = new BridgeClient({ dispatcher: agent, now, randomBytes, timeoutMs: settings.bridgeTimeoutMs });
  const configCache = new StoreConfigCache({
    now,
    ttlMs: settings.configCache.ttlSeconds * 1000,
    maxEntries: settings.configCache.maxEntries,
  });
  const circuits = new StoreCircuits({ timeouts: settings.storeRestMs === 0 ? 0 : 1, restMs: settings.storeRestMs });
  const sessions = (signal?: AbortSignal) => {
    const keys = vault.keysOfRequest();
    return new StoreSessions({
      connect: async (store) => client.connect({ url: store.bridgeUrl, key: await keys.load(store.id) }),
      foresee: (stores) => void keys.loadMany(stores.map(({ id }) => id)),
      configCache,
      circuits,
      platformById,
      now,
      deadlineMs: settings.bridgeTimeoutMs,
      signal,
      onCall: surroundings.onCall,
    });
  };
  let url = '';
  const downloads = new BridgeDownloads({
    database,
    vault,
    bridgeFiles,
    randomBytes,
    now,
    linkSeconds: settings.downloadLinkSeconds,
    publicUrl: () => settings.publicUrl ?? url,
  });
  const connections = new StoreConnections({
    database,
    registry,
    vault,
    downloads,
    platformIds: platforms.map(({ id }) => id),
    essentialsOf: (platformId) => platforms.find(({ id }) => id === platformId)?.essentials ?? {},
    hello: (bridgeUrl, key) => client.connect({ url: bridgeUrl, key }).greet(),
    nameOf: async (store) => (await sessions().of(store).config()).config.name,
    forget: (storeId) => {
      configCache.drop(storeId);
      circuits.forget(storeId);
    },
    allowPrivateAddresses: settings.allowPrivateAddresses,
    resolveHost,
    randomUuid,
    now,
  });

  if (demoUrl) {
    const store = { id: randomUuid(), accountId: soleAccount.id, name: new URL(demoUrl).host, nameGiven: false };
    const bridgeUrl = `${demoUrl}drawbridge/bridge.php`;
    await registry.insert({
      ...store,
      url: demoUrl,
      bridgeUrl,
      platformId: null,
      keyId: demoKey.id,
      connectedAt: now(),
    });
    await vault.put(store.id, 'active', demoKey);
    await connections.verify(soleAccount.id, store.id);
  }

  const { server: apollo } = buildGraph({
    limits: settings.limits,
    reportBug: (error) => log.error({ err: error }, 'A bug kept a field from being answered.'),
  });
  await apollo.start();
  onClose(() => apollo.stop());
  const accounts = new Accounts(settings.apiKeys);
  const server = await createServer({
    apollo,
    contextFor: ({ caller, requestId, signal }) =>
      createContext({
        caller,
        registry,
        connections,
        sessions: sessions(signal),
        platforms,
        feeds: settings.feed,
        requestId,
      }),
    authenticate: demo ? demoAuthentication(accounts, demoApiKey, demoCaller) : bearerAuthentication(accounts),
    takeDownload: (token) => downloads.take(token),
    ready: async () => {
      await ping();
      return { configCache: { ...configCache.stats() } };
    },
    graphiql: { query: exampleQuery, headers: { Authorization: `Bearer ${demo ? demoApiKey : 'YOUR_API_KEY'}` } },
    log,
    maxBodyBytes: settings.limits.maxBodyBytes,
    trustProxy: settings.trustProxy,
    randomUuid,
  });
  onClose(() => closeWithin(server, drainMs));
  await server.listen({ host: settings.host, port: settings.port }).catch((error: NodeJS.ErrnoException) => {
    const reason =
      error.code === 'EADDRINUSE' ? 'is in use by another program; set PORT to another' : `(${error.code})`;
    throw new OperatorError(`Port ${settings.port} of ${settings.host} ${reason}.`, { cause: error });
  });
  url = listeningUrl(server);
  log.info({ listening: url }, 'Listening.');
  return url;
}

const demoCaller = { accountId: soleAccount.id, accountName: soleAccount.name, apiKeyName: 'demo', scopes: ['*'] };

/** How long requests under way may take to be answered once the service is to end, in milliseconds. */
const drainMs = 10_000;

async function closeWithin(server: FastifyInstance, milliseconds: number): Promise<void> {
  const cut = setTimeout(() => server.server.closeAllConnections(), milliseconds);
  try {
    await server.close();
  } finally {
    clearTimeout(cut);
  }
}

async function resolveHost(host: string): Promise<readonly string[]> {
  if (isIP(host)) return [host];
  try {
    return (await dns.lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}
