import type { AddressInfo } from 'node:net';
import type { BaseContext } from '@apollo/server';
import compress from '@fastify/compress';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Log } from '../infrastructure/logger.js';
import type { Metrics } from '../infrastructure/metrics.js';
import { ServiceError } from '../model/service-error.js';
import { isTrusted } from './client-address.js';
import { addDownload, type DownloadRoutesParts } from './download-routes.js';
import { addExports, type ExportRoutesParts } from './export-routes.js';
import { addGraphiql, type GraphiqlOptions } from './graphiql-page.js';
import { addGraphql, callerOf, type GraphqlRoutesParts, guardedHeaders } from './graphql-routes.js';
import { answerUnreadable, httpErrorHandler, sendError } from './http-error.js';
import { addMetrics, type MetricsRoutesParts } from './metrics-routes.js';

/** What the server is made of. */
export interface ServerParts<Context extends BaseContext>
  extends DownloadRoutesParts,
    GraphqlRoutesParts<Context>,
    MetricsRoutesParts {
  readonly exports: ExportRoutesParts<Context>['exports'];
  /** Resolves where the service can answer, with figures for whoever watches it; they name nobody. */
  readonly ready: () => Promise<Readonly<Record<string, Readonly<Record<string, number>>>>>;
  readonly graphiql: GraphiqlOptions;
  readonly log: Log;
  readonly metrics: Pick<Metrics, 'text' | 'answered'>;
  readonly trustProxy: boolean;
  readonly randomUuid: () => string;
}

/** How what is there for everybody is asked for: load balancers and monitors look by HEAD too. */
const read = ['GET', 'HEAD'];

/** What is asked by those who watch the service. */
const probes: ReadonlySet<string> = new Set(['/health', '/ready', '/metrics']);

/** The service's HTTP: `/graphql`, `/export/…`, GraphiQL at `/`, `/download/:token`, `/egress.json`, `/health`, `/ready` and `/metrics`. It does not listen yet. */
export async function createServer<Context extends BaseContext>(parts: ServerParts<Context>): Promise<FastifyInstance> {
  const { log } = parts;
  const server = Fastify({
    logger: false,
    bodyLimit: parts.maxBodyBytes,
    trustProxy: parts.trustProxy && isTrusted,
    exposeHeadRoutes: false,
    requestTimeout: 60_000,
    genReqId: () => parts.randomUuid(),
    forceCloseConnections: 'idle',
    // It would not be in the form of all other errors.
    return503OnClosing: false,
    clientErrorHandler: answerUnreadable,
    // What is refused before there is a route: an address that can't be read, or is too long.
    frameworkErrors: (error, _request, reply) =>
      sendError(reply, error.statusCode ?? 400, 'BAD_USER_INPUT', 'The address must be one that the service reads.'),
  });
  server.setErrorHandler(httpErrorHandler(log));
  server.setNotFoundHandler((_request, reply) =>
    sendError(reply, 404, 'NOT_FOUND', 'There is nothing at this address.'),
  );
  server.addHook('onRequest', guardedHeaders);
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
        apiKeyName: callerOf(request)?.apiKeyName,
      },
      'Answered.',
    );
  });
  await server.register(compress, { threshold: 1024, encodings: ['gzip'] });

  // In a scope of its own: pages of other origins may call the graph and nothing else.
  await server.register(async (scope) => addGraphql(scope, parts));
  addGraphiql(server, parts.graphiql);
  // What is under way when the service ends is answered, and its connection let go with the answer.
  const ending = new AbortController();
  server.addHook('preClose', async () => ending.abort());
  server.addHook('onRequest', async (_request, reply) => {
    if (ending.signal.aborted) return sendError(reply, 503, 'SERVICE_ENDING', 'The service is ending; ask again.');
  });
  server.addHook('onSend', async (_request, reply) => {
    if (ending.signal.aborted) reply.header('connection', 'close');
  });
  // An answer that began before, such as an export's, did not say so: its client may keep the connection, which the end would wait for.
  server.addHook('onResponse', async () => {
    if (ending.signal.aborted) setImmediate(() => server.server.closeIdleConnections());
  });
  addExports(server, { ...parts, ending: ending.signal });
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

/** Where the service's calls come from, for merchants' firewalls; anybody may know. */
function addEgress(server: FastifyInstance, addresses: readonly string[]): void {
  server.route({
    url: '/egress.json',
    method: read,
    handler: async (_request, reply) => reply.header('cache-control', 'public, max-age=3600').send({ addresses }),
  });
}

function addHealth<Context extends BaseContext>(server: FastifyInstance, parts: ServerParts<Context>): void {
  server.route({
    url: '/health',
    method: read,
    handler: async (_request, reply) => reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  });
  server.route({
    url: '/ready',
    method: read,
    handler: async (_request, reply) => {
      reply.header('cache-control', 'no-store');
      try {
        return reply.send({ status: 'ready', ...(await parts.ready()) });
      } catch (error) {
        const isEnding = error instanceof ServiceError && error.code === 'SERVICE_ENDING';
        if (!isEnding) parts.log.warn({ err: error }, 'The service is not ready.');
        return reply.code(503).send({ status: isEnding ? 'ending' : 'unavailable' });
      }
    },
  });
}
