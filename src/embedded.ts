// Decorators of the model write to it, so it must be there before any of them is loaded.
import 'reflect-metadata';

import { randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import DataLoader from 'dataloader';
import Fastify, { type FastifyPluginAsync } from 'fastify';
import { bridgeFiles as filesOfBridge } from '../bridge/package.js';
import type { Caller } from './domain/caller.js';
import { OwnStoreReader } from './domain/own-stores.js';
import { StoreWriting } from './domain/store-writing.js';
import type { Asker, AskersRequest, createDrawbridge as declared, bridgeFiles as declaredFiles } from './embedding.js';
import { buildGraph } from './graph/apollo.js';
import { type Administration, type Connecting, createContext } from './graph/context.js';
import { PersistedOperations } from './graph/persisted-operations.js';
import { subgraph } from './graph/schema.js';
import { addGraphql, guardedHeaders } from './http/graphql-routes.js';
import { httpErrorHandler } from './http/http-error.js';
import { RateLimit } from './http/rate-limit.js';
import { readEmbeddedSettings } from './infrastructure/config.js';
import { createLogger } from './infrastructure/logger.js';
import { ServiceError } from './model/service-error.js';
import { platforms } from './platforms/index.js';
import { StoreCalls } from './store-calls.js';

/** The folder that a merchant installs; `embedding.ts` is what others see of it. */
export const bridgeFiles: typeof declaredFiles = filesOfBridge;

/** Wires a graph over somebody else's stores; `embedding.ts` is what they see of it. */
export const createDrawbridge: typeof declared = async (options) => {
  const settings = readEmbeddedSettings(options.settings ?? {});
  const log = createLogger(options.log ? 'info' : 'silent', options.log ?? { write: () => undefined });
  const now = () => new Date();
  const { stores } = options;
  const keyOf = async (id: string) => stores.keyOf(id);
  const calls = new StoreCalls(settings, {
    log,
    now,
    randomBytes,
    keysOfRequest: () => new DataLoader((ids: readonly string[]) => Promise.all(ids.map((id) => settled(keyOf(id))))),
  });
  const operations = new PersistedOperations(settings.operations);
  const presented = { ...settings.graph, hasAccounts: false };
  const { server: apollo, schema } = buildGraph({
    operations,
    limits: settings.limits,
    compiling: { maxOperations: settings.compiledOperations },
    shareMs: settings.shareCallsMs,
    presented,
    reportBug: (error) => log.error({ err: error }, 'A bug kept a field from being answered.'),
  });
  await apollo.start();
  const registry = new OwnStoreReader(stores);
  const { idempotency = noIdempotency, onDeed } = options;
  const writing = new StoreWriting({ idempotencyKeys: idempotency, mac: idempotency.mac, randomBytes });
  const auditLog = absent<Administration['auditLog']>('an audit log', {
    append: async (deed) => (await onDeed?.(deed)) as never,
  });
  const administration = absent<Administration>('the administration of accounts', { auditLog });
  const routes = {
    apollo,
    authenticate: async (request: AskersRequest) => {
      const asker = await options.authenticate(request);
      return asker && callerOf(asker);
    },
    contextFor: ({ caller, requestId, address, signal }: ContextRequest) =>
      createContext({
        caller,
        registry,
        connections: absent<Connecting>('connecting stores'),
        administration,
        sessions: calls.sessions(signal),
        together: { signal, sessions: (all) => calls.sessions(all) },
        writing,
        platforms,
        feeds: settings.feed,
        requestId,
        address: address || null,
      }),
    corsOrigins: settings.corsOrigins,
    rateLimit: new RateLimit({ perMinute: settings.rateLimitPerMinute, redis: null }),
    within: <T>(accountId: string, request: () => T) => operations.within(accountId, request),
    maxBodyBytes: settings.limits.maxBodyBytes,
  };
  const plugin: FastifyPluginAsync = async (scope) => {
    scope.setErrorHandler(httpErrorHandler(log));
    scope.addHook('onRequest', guardedHeaders);
    await addGraphql(scope, routes);
  };
  // What comes by `fetch` goes the same way, through a server that does not listen.
  const within = Fastify({ logger: false, genReqId: () => randomUUID(), exposeHeadRoutes: false });
  await within.register(plugin);
  await within.ready();
  return {
    schema,
    get sdl() {
      return subgraph(presented).sdl;
    },
    plugin,
    async fetch(request, { ip = '' } = {}) {
      const { method, headers, body, url, signal } = request;
      const answer = await within.inject({
        method: method as 'GET',
        url: `/graphql${new URL(url).search}`,
        headers: Object.fromEntries(headers),
        remoteAddress: ip,
        signal,
        ...(body && { payload: Readable.fromWeb(body as ReadableStream) }),
      });
      const sent = Object.entries(answer.headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((one): [string, string] => [name, String(one)]),
      );
      const isEmpty = answer.statusCode === 204 || answer.statusCode === 304;
      return new Response(isEmpty ? null : new Uint8Array(answer.rawPayload), {
        status: answer.statusCode,
        headers: sent,
      });
    },
    async close() {
      await within.close();
      await apollo.stop();
      await calls.close();
    },
  };
};

type ContextRequest = Parameters<Parameters<typeof addGraphql>[1]['contextFor']>[0];

function callerOf({ accountId, accountName, scopes, storeIds, name }: Asker): Caller {
  const actor = name ?? accountId;
  return {
    accountId,
    accountName: accountName ?? accountId,
    apiKeyName: actor,
    actor,
    scopes,
    storeIds: storeIds ?? null,
    expiresAt: null,
    supportAccessId: null,
  };
}

const noIdempotency = {
  claim: async (): Promise<Date> => {
    throw new ServiceError('BAD_USER_INPUT', 'idempotencyKey must not be given: nobody here remembers such keys.');
  },
  mac: () => '',
};

/** What is there of a part of the service; no field of an embedded graph asks for the rest. */
function absent<T extends object>(part: string, there: Partial<T> = {}): T {
  return new Proxy(there as T, {
    get(target, name) {
      if (Object.hasOwn(target, name)) return Reflect.get(target, name);
      throw new Error(`${part} must not be asked of an embedded graph, but this was: ${String(name)}`);
    },
  });
}

/** As DataLoader takes it: a key that cannot be had fails alone. */
async function settled<T>(value: Promise<T>): Promise<T | Error> {
  return value.catch((error: unknown) => (error instanceof Error ? error : new Error(String(error))));
}
