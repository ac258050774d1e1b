// Decorators of the model write to it, so it must be there before any of them is loaded.
import 'reflect-metadata';

import { setTimeout as pause } from 'node:timers/promises';
import { bridgeFiles as filesOfBridge } from '../bridge/package.js';
import type { Statement } from './bridge/plan.js';
import type { StoreKey } from './bridge/signature.js';
import { guardedUploads } from './bridge/upload/open-upload.js';
import { openAccountServices } from './domain/account-services.js';
import { Accounts, defaultAccount } from './domain/accounts.js';
import { Authentication } from './domain/authentication.js';
import { BridgeDownloads, type BridgeFiles } from './domain/bridge-downloads.js';
import { BridgePlacement } from './domain/bridge-placement.js';
import { wholeAccount } from './domain/caller.js';
import { CredentialVault } from './domain/credential-vault.js';
import { IdempotencyKeys } from './domain/idempotency-keys.js';
import { KnownStores } from './domain/known-stores.js';
import { RequestTimes } from './domain/request-times.js';
import { StoreChanges } from './domain/store-changes.js';
import { StoreConnections } from './domain/store-connections.js';
import { StoreForgetting } from './domain/store-forgetting.js';
import { StoreMonitor } from './domain/store-monitor.js';
import { StoreWriting } from './domain/store-writing.js';
import { UploadHostKeys } from './domain/upload-host-keys.js';
import { WebhookDelivery } from './domain/webhook-delivery.js';
import { WebhookEndpoints } from './domain/webhook-endpoints.js';
import { demoApiKey, demoCaller, exampleQuery } from './first-steps.js';
import { buildGraph } from './graph/apollo.js';
import { createContext, type StoreReader } from './graph/context.js';
import { Exports } from './graph/exports.js';
import { PersistedOperations } from './graph/persisted-operations.js';
import { bearerAuthentication, demoAuthentication } from './http/authenticate.js';
import { drain, listen } from './http/listening.js';
import { listenForOperator } from './http/operator-socket.js';
import { RateLimit } from './http/rate-limit.js';
import { createServer, listeningUrl } from './http/server.js';
import type { Settings } from './infrastructure/config.js';
import { openDatabase } from './infrastructure/database.js';
import type { Log } from './infrastructure/logger.js';
import { givenMasterKeys, masterKeysOf } from './infrastructure/master-keys.js';
import { Metrics } from './infrastructure/metrics.js';
import { operatorSocket } from './infrastructure/operator-socket-path.js';
import { openRedis } from './infrastructure/redis.js';
import { resolveHost } from './infrastructure/resolve-host.js';
import { SecretBytes } from './infrastructure/secret.js';
import { openTracing } from './infrastructure/tracing.js';
import { ServiceError } from './model/service-error.js';
import { platforms } from './platforms/index.js';
import { StoreCalls } from './store-calls.js';

/** What a service takes from the machine beside its settings. */
export interface Surroundings {
  readonly log: Log;
  readonly now: () => Date;
  readonly randomBytes: (size: number) => Buffer;
  readonly randomUuid: () => string;
  /** Told of every signed request to a store before it is sent, with its statements; none for `hello`. */
  readonly onCall?: (storeId: string, statements: readonly Statement[]) => void;
  /** How often it is looked for support access that has ended by itself and for keys that are about to, in milliseconds; 15,000 by default. */
  readonly lookEveryMs?: number;
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
  const masterKeys =
    demo && !settings.masterKey ? givenMasterKeys(randomBytes(32), []) : masterKeysOf(settings, randomBytes);
  const demoKey = { id: randomBytes(8).toString('hex'), secret: new SecretBytes(randomBytes(32)) };

  const opening = [
    openDatabase(demo ? 'memory' : databaseUrl ? { url: databaseUrl.reveal() } : { folder: dataDir }),
    demo
      ? // Not loaded where it is not opened.
        import('../demo/open-demo-store.js').then(({ openDemoStore }) =>
          openDemoStore({
            keyId: demoKey.id,
            secret: Buffer.from(demoKey.secret).toString('base64url'),
            today: now(),
            scale: surroundings.demoScale ?? 'full',
          }),
        )
      : null,
  ] as const;
  // What did open is closed even where the other did not.
  const [opened, demoStore] = await Promise.allSettled(opening);
  if (demoStore.status === 'fulfilled' && demoStore.value) onClose(demoStore.value.close);
  if (opened.status === 'fulfilled') onClose(opened.value.close);
  const { database, announcements, run, ping } = await opening[0];
  const demoUrl = (await opening[1])?.url;

  const services = await openAccountServices({
    database,
    announcements,
    run,
    masterKeys,
    randomBytes,
    randomUuid,
    now,
    // Where logs are kept elsewhere, this is what a tail that was cut off in the database is found by.
    onAuditEntry: ({ accountId, number, hash }) =>
      log.info({ auditEntry: `${accountId}:${number}:${hash}` }, 'The audit log goes on.'),
    reportBug: (error) => log.error({ err: error }, 'The queue of webhooks could not be worked on.'),
  });
  const { keyRing, registry, webhookQueue, notifications } = services;
  onClose(() => webhookQueue.close());
  await keyRing.listen();
  const vault = new CredentialVault({ database, cipher: keyRing, randomBytes, now });
  const knownStores = new KnownStores({ registry, vault, announcements });
  await knownStores.start();
  const metrics = new Metrics({
    configCache: () => ({ ...configCache.stats() }),
    restingStores: () => calls.circuits.resting,
    waitingWebhooks: () => webhookQueue.waiting(),
    runningExports: () => exports.running,
  });
  const tracing = settings.otlpUrl === null ? null : await openTracing(settings.otlpUrl);
  if (tracing) onClose(() => tracing.close());
  const calls = new StoreCalls(settings, {
    ...surroundings,
    keysOfRequest: () => knownStores.keysOfRequest(),
    observe: (store, call) => metrics.called({ ...call, storeId: store.id, platform: store.platformId ?? 'UNKNOWN' }),
  });
  onClose(() => calls.close());
  const { client, configCache } = calls;
  const sessions = (signal?: AbortSignal, times?: RequestTimes) => calls.sessions(signal, times);
  const mac = (text: string) => keyRing.mac(text);
  const writing = new StoreWriting({ idempotencyKeys: new IdempotencyKeys({ database, mac, now }), mac, randomBytes });
  let url = '';
  let isEnding = false;
  const { egressAddresses } = settings;
  const bridgeFiles: BridgeFiles = (options) => filesOfBridge({ ...options, egressAddresses });
  const downloads = new BridgeDownloads({
    database,
    vault,
    bridgeFiles,
    randomBytes,
    now,
    linkSeconds: settings.downloadLinkSeconds,
    publicUrl: () => settings.publicUrl ?? url,
    onTaken: async (within, storeId, address) => {
      const accountId = await registry.within(within).accountOf(storeId);
      const deed = { actor: 'download link', action: 'bridge.download', detail: null, storeId, address, outcome: 'OK' };
      await services.auditLog.within(within).append({ accountId, ...deed });
    },
  });
  const hello = (bridgeUrl: string, key: StoreKey) => client.connect({ url: bridgeUrl, key }).greet();
  const instance = randomUuid();
  const forgetting = new StoreForgetting({
    ...{ database, announcements, configCache, circuits: calls.circuits, knownStores, instance },
    reportBug: (error) => log.error({ err: error }, 'Other instances could not be told to forget a store.'),
  });
  await forgetting.start();
  const { forget } = forgetting;
  const guard = { allowPrivateAddresses: settings.allowPrivateAddresses, resolveHost };
  const connections = new StoreConnections({
    database,
    registry,
    vault,
    downloads,
    platformIds: platforms.map(({ id }) => id),
    essentialsOf: (platformId) => platforms.find(({ id }) => id === platformId)?.essentials ?? {},
    hello,
    nameOf: async (store) => (await sessions().of(store).config()).config.name,
    forget,
    ...guard,
    randomUuid,
    now,
  });
  const placement = new BridgePlacement({
    registry,
    vault,
    hostKeys: new UploadHostKeys({ database, now }),
    connections,
    openUpload: guardedUploads(guard),
    bridgeFiles,
    hello,
    forget,
    randomBytes,
    now,
    timeoutMs: 90_000,
    patienceMs: [500, 1_000, 2_000],
  });
  const changes = new StoreChanges({ registry, connections, forget, ...guard });

  if (demoUrl) {
    const store = { id: randomUuid(), accountId: defaultAccount.id, name: new URL(demoUrl).host, nameGiven: false };
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
    await connections.verify(wholeAccount(defaultAccount.id), store.id);
  }

  const reportBug = (error: unknown) => log.error({ err: error }, 'Something of an account could not be kept.');
  const lookForEnded = setInterval(() => {
    services.supportAccesses.tellEnded().catch(reportBug);
    services.expiringKeys.tell().catch(reportBug);
  }, surroundings.lookEveryMs ?? 15_000);
  onClose(async () => clearInterval(lookForEnded));
  const webhooks = new WebhookEndpoints({
    database,
    sealing: keyRing,
    randomBytes,
    randomUuid,
    now,
    ...guard,
    canTell: async () => {
      await webhookQueue.start();
      deliver();
      await announcements.announce(database, 'webhooks', instance);
    },
  });
  const webhookDelivery = new WebhookDelivery({
    database,
    endpoints: webhooks,
    sealing: keyRing,
    dispatcher: calls.dispatcher,
    randomUuid,
    now,
    log,
  });
  let isDelivering = false;
  const deliver = () => {
    if (isDelivering) return;
    isDelivering = true;
    webhookQueue
      .work((job) => webhookDelivery.deliver(job))
      .catch((error: unknown) => log.error({ err: error }, 'The queue of webhooks could not be opened.'));
  };
  // An account may have got its first endpoint through another instance.
  await announcements.listen('webhooks', (subject) => {
    if (subject !== null) deliver();
    else webhooks.areAny().then((any) => any && deliver(), reportBug);
  });
  const administration = { ...services, placement, changes, egressAddresses, webhooks, webhookDelivery };
  const monitor = new StoreMonitor({
    database,
    connections,
    notifications,
    log,
    now,
    instance,
    intervalSeconds: settings.monitorIntervalSeconds,
    secondLookMs: 3_000,
  });
  onClose(() => monitor.close());

  const operations = new PersistedOperations(settings.operations);
  const { server: apollo } = buildGraph({
    operations,
    limits: settings.limits,
    compiling: { maxOperations: settings.compiledOperations },
    shareMs: settings.shareCallsMs,
    presented: settings.graph,
    reportBug: (error) => log.error({ err: error }, 'A bug kept a field from being answered.'),
    answered: (operation) => {
      const { times, kind, codes } = operation;
      metrics.operation(kind ?? 'none', times.tookMs, times.steps, codes);
      if (times.hasJoined) metrics.joined();
      tracing?.operation(operation);
    },
  });
  await apollo.start();
  onClose(() => apollo.stop());
  const exports = new Exports(apollo, settings.graph.prefix);
  const authentication = new Authentication({
    bootstrapKeys: settings.apiKeys,
    records: services.apiKeyRecords,
    announcements,
    now,
    reportBug,
  });
  await authentication.start();
  const { tokenIssuer } = settings;
  const tokens =
    tokenIssuer && new (await import('./http/access-tokens.js')).AccessTokens(tokenIssuer, new Accounts(database), now);
  const authenticate = bearerAuthentication(authentication, tokens);
  const redis = settings.redisUrl === null ? null : await openRedis(settings.redisUrl.reveal(), log);
  if (redis) onClose(async () => redis.destroy());
  const reader: StoreReader = {
    find: (reach, ids) => knownStores.find(reach, ids),
    page: (reach, request) => registry.page(reach, request),
    all: (reach) => registry.all(reach),
  };
  const server = await createServer({
    apollo,
    contextFor: ({ caller, requestId, address, signal, exported, traceparent }) => {
      const times = new RequestTimes(traceparent);
      return createContext({
        caller,
        registry: reader,
        connections,
        administration,
        sessions: sessions(signal, times),
        // The pages of an export are not written out as answers are.
        together: exported === undefined ? { signal, sessions } : undefined,
        times,
        writing,
        platforms,
        feeds: settings.feed,
        requestId,
        address,
        exported,
      });
    },
    exports,
    metrics,
    metricsToken: settings.metricsToken,
    authenticate: demo ? demoAuthentication(authenticate, demoApiKey, demoCaller) : authenticate,
    takeDownload: (token, address) => downloads.take(token, address),
    waitingDownload: (token) => downloads.waiting(token),
    egressAddresses: settings.egressAddresses,
    ready: async () => {
      if (isEnding) throw new ServiceError('SERVICE_ENDING', 'The service is ending.');
      await ping();
      return { configCache: { ...configCache.stats() } };
    },
    graphiql: { query: exampleQuery, apiKey: demo ? demoApiKey : null },
    log,
    maxBodyBytes: settings.limits.maxBodyBytes,
    corsOrigins: settings.corsOrigins,
    rateLimit: new RateLimit({ perMinute: settings.rateLimitPerMinute, redis }),
    within: (accountId, request) => operations.within(accountId, request),
    trustProxy: settings.trustProxy,
    randomUuid,
  });
  onClose(() => drain(server));
  // Opened before anything can be told: that is done within transactions, which could not wait for it where there is one connection.
  // Where it cannot be opened yet, that is tried again below; where nobody is to be told, there is no need for it.
  const isTelling = !demo && (await webhooks.areAny());
  if (isTelling) await webhookQueue.start().catch(() => undefined);
  await listen(server, settings);
  url = listeningUrl(server);
  if (isTelling) deliver();
  if (settings.monitorIntervalSeconds > 0 && !demo) monitor.start();
  if (!demo && !databaseUrl) onClose(await listenForOperator(operatorSocket(dataDir), services.operator, log));
  // First of all nobody new is to be sent here; until that is noticed everybody is answered.
  onClose(async () => {
    isEnding = true;
    await pause(settings.drainSeconds * 1000);
  });
  log.info({ listening: url }, 'Listening.');
  return url;
}
