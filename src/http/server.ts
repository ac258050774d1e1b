import type { AddressInfo } from 'node:net';
import type { ApolloServer, BaseContext } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import compress from '@fastify/compress';
import cors from '@fastify/cors';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Caller } from '../domain/caller.js';
import type { Log } from '../infrastructure/logger.js';
import type { Metrics } from '../infrastructure/metrics.js';
import { ServiceError } from '../model/service-error.js';
import type { Authenticate } from './authenticate.js';
import { addDownload, type DownloadRoutesParts } from './download-routes.js';
import { addExports, type ExportRoutesParts } from './export-routes.js';
import { type GraphiqlOptions, graphiqlPage, type StaticPage } from './graphiql-page.js';
import { httpErrorHandler, sendError } from './http-error.js';
import { addMetrics, type MetricsRoutesParts } from './metrics-routes.js';
import type { RateLimit } from './rate-limit.js';

/** What the context of one GraphQL request is made from. */
export interface GraphRequest {
  readonly caller: Caller;
  readonly requestId: string;
  /** The IP address that the request came from. */
  readonly address: string;
  /** Given when the client goes away before it has its answer. */
  readonly signal: AbortSignal;
  /** What the client's own trace is, as W3C's `traceparent` says it. */
  readonly traceparent?: string;
  /** The most rows that a page of a list may have; 250 where it is not said. */
  readonly widestPage?: number;
}

/** What the server is made of. */
export interface ServerParts<Context extends BaseContext> extends DownloadRoutesParts, MetricsRoutesParts {
  /** Started already. */
  readonly apollo: ApolloServer<Context>;
  readonly contextFor: (request: GraphRequest) => Context | Promise<Context>;
  readonly exports: ExportRoutesParts<Context>['exports'];
  readonly authenticate: Authenticate;
  /** Resolves where the service can answer, with figures for whoever watches it; they name nobody. */
  readonly ready: () => Promise<Readonly<Record<string, Readonly<Record<string, number>>>>>;
  readonly graphiql: Pick<GraphiqlOptions, 'query' | 'headers'>;
  readonly log: Log;
  readonly maxBodyBytes: number;
  /** The origins whose pages may call the graph from a browser; empty: none, `*`: all. */
  readonly corsOrigins: readonly string[];
  readonly rateLimit: RateLimit;
  readonly metrics: Pick<Metrics, 'text' | 'answered'>;
  /** Runs what answers a request as one of the account's. */
  readonly within: <T>(accountId: string, request: () => T) => T;
  readonly trustProxy: boolean;
  readonly randomUuid: () => string;
}

/** How long browsers keep the answer to a preflight, in seconds; none keeps it longer than a day. */
const corsSeconds = 86_400;

/** What is asked by those who watch the service. */
const probes: ReadonlySet<string> = new Set(['/health', '/ready', '/metrics']);

const callers = new WeakMap<FastifyRequest, Caller>();

/** The service's HTTP: `/graphql`, `/export/…`, GraphiQL at `/`, `/download/:token`, `/egress.json`, `/health`, `/ready` and `/metrics`. It does not listen yet. */
export async function createServer<Context extends BaseContext>(parts: ServerParts<Context>): Promise<FastifyInstance> {
  const { log } = parts;
  const server = Fastify({
    logger: false,
    bodyLimit: parts.maxBodyBytes,
    trustProxy: parts.trustProxy,
    exposeHeadRoutes: false,
    requestTimeout: 60_000,
    genReqId: () => parts.randomUuid(),
    forceCloseConnections: 'idle',
  });
  server.setErrorHandler(httpErrorHandler(log));
  server.setNotFoundHandler((_request, reply) =>
    sendError(reply, 404, 'NOT_FOUND', 'There is nothing at this address.'),
  );
  server.addHook('onRequest', async (request, reply) => {
    reply.headers({
      'x-request-id': request.id,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'cross-origin-resource-policy': 'same-origin',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    });
  });
  server.addHook('onResponse', async (request, reply) => {
    parts.metrics.answered(request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime);
    // Whoever watches asks every few seconds; what is worth telling is that something is wrong.
    if (probes.has(request.routeOptions.url ?? '') && reply.statusCode < 400) return;
    log.info(
      {
        requestId: request.id,
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
        apiKeyName: callers.get(request)?.apiKeyName,
      },
      'Answered.',
    );
  });
  await server.register(compress, { threshold: 1024, encodings: ['gzip'] });

  // In a scope of its own: pages of other origins may call the graph and nothing else.
  await server.register(async (scope) => addGraphql(scope, parts));
  addGraphiql(server, parts);
  // What is under way when the service ends is answered, and its connection let go with the answer.
  const ending = new AbortController();
  server.addHook('preClose', async () => ending.abort());
  server.addHook('onSend', async (_request, reply) => {
    if (ending.signal.aborted) reply.header('connection', 'close');
  });
  addExports(server, { ...parts, ending: ending.signal, callerIs: (request, caller) => callers.set(request, caller) });
  await addDownload(server, parts);
  addEgress(server, parts.egressAddresses);
  addHealth(server, parts);
  addMetrics(server, parts);
  return server;
}

/** Where a listening server is reached on its own machine, without a trailing slash. */
export function listeningUrl(server: FastifyInstance): string {
  const { address, port, family } = server.server.address() as AddressInfo;
  const anywhere = address === '0.0.0.0' || address === '::';
  const host = anywhere ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  return `http://${host}:${port}`;
}

async function addGraphql<Context extends BaseContext>(
  server: FastifyInstance,
  parts: ServerParts<Context>,
): Promise<void> {
  const { corsOrigins, rateLimit } = parts;
  if (corsOrigins.length > 0) {
    await server.register(cors, {
      origin: corsOrigins.includes('*') ? '*' : [...corsOrigins],
      methods: ['GET', 'POST'],
      exposedHeaders: ['x-request-id', 'ratelimit', 'ratelimit-policy', 'retry-after'],
      maxAge: corsSeconds,
    });
  }
  const answer = fastifyApolloHandler(parts.apollo, {
    context: async (request, reply) => {
      const caller = callers.get(request);
      if (!caller) throw new Error('a request must be authenticated before its context is made');
      const gone = new AbortController();
      reply.raw.once('close', () => {
        if (!reply.raw.writableFinished) gone.abort();
      });
      return parts.contextFor({
        caller,
        requestId: request.id,
        address: request.ip,
        signal: gone.signal,
        traceparent: traceparentOf(request),
      });
    },
  });
  server.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    // Before the body is read: a stranger costs nothing and learns nothing.
    onRequest: async (request, reply) => {
      const caller = await parts.authenticate(request);
      if (caller) {
        callers.set(request, caller);
        return (await rateLimit.admit(caller, reply)) ? undefined : reply;
      }
      reply.header('www-authenticate', 'Bearer realm="drawbridge"');
      return sendError(reply, 401, 'UNAUTHENTICATED', 'A valid API key is needed, as Authorization: Bearer <key>.');
    },
    handler(request, reply) {
      return parts.within(callers.get(request)?.accountId ?? '', () => answer.call(server, request, reply));
    },
  });
}

/** A `traceparent` header that is one. */
function traceparentOf({ headers }: FastifyRequest): string | undefined {
  const { traceparent } = headers;
  return typeof traceparent === 'string' && /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(traceparent)
    ? traceparent
    : undefined;
}

function addGraphiql<Context extends BaseContext>(server: FastifyInstance, parts: ServerParts<Context>): void {
  let page: Promise<StaticPage> | null = null;
  server.get('/', { compress: false }, async (request, reply) => {
    page ??= graphiqlPage({ endpoint: 'graphql', ...parts.graphiql });
    const { html, gzipped, etag, contentSecurityPolicy } = await page;
    // The policy goes with a 304 as well: a browser puts its headers in place of those kept with the page.
    reply.headers({
      etag,
      'cache-control': 'private, no-cache',
      vary: 'accept-encoding',
      'content-security-policy': contentSecurityPolicy,
    });
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    reply.type('text/html; charset=utf-8');
    if (!/\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))) return reply.send(html);
    return reply.header('content-encoding', 'gzip').send(gzipped);
  });
}

/** Where the service's calls come from, for merchants' firewalls; anybody may know. */
function addEgress(server: FastifyInstance, addresses: readonly string[]): void {
  server.get('/egress.json', async (_request, reply) => {
    return reply.header('cache-control', 'public, max-age=3600').send({ addresses });
  });
}

function addHealth<Context extends BaseContext>(server: FastifyInstance, parts: ServerParts<Context>): void {
  server.get('/health', async (_request, reply) => {
    return reply.header('cache-control', 'no-store').send({ status: 'ok' });
  });
  server.get('/ready', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    try {
      return reply.send({ status: 'ready', ...(await parts.ready()) });
    } catch (error) {
      const isEnding = error instanceof ServiceError && error.code === 'SERVICE_ENDING';
      if (!isEnding) parts.log.warn({ err: error }, 'The service is not ready.');
      return reply.code(503).send({ status: isEnding ? 'ending' : 'unavailable' });
    }
  });
}
