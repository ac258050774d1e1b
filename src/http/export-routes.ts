import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import type { BaseContext } from '@apollo/server';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../domain/caller.js';
import { type ExportKind, type ExportPart, type Exports, exportKinds } from '../graph/exports.js';
import { type ErrorCode, errorCodes, ServiceError } from '../model/service-error.js';
import type { Authenticate } from './authenticate.js';
import { clientAddress } from './client-address.js';
import { ExportPlaces } from './export-places.js';
import { callerOf, type GraphqlRoutesParts, letIn } from './graphql-routes.js';
import { sendError, statusOfError } from './http-error.js';
import type { RateLimit } from './rate-limit.js';

/** What exports are served with. */
export interface ExportRoutesParts<Context extends BaseContext> {
  readonly exports: Pick<Exports<Context>, 'start'>;
  readonly authenticate: Authenticate;
  readonly rateLimit: RateLimit;
  readonly contextFor: GraphqlRoutesParts<Context>['contextFor'];
  readonly within: GraphqlRoutesParts<Context>['within'];
  /** Given when the service is about to end. */
  readonly ending: AbortSignal;
}

/** How long a reader may take nothing of what is there for it, in milliseconds, before it is let go. */
const stalledMs = 120_000;

interface Query {
  readonly store?: unknown;
  readonly since?: unknown;
  readonly after?: unknown;
  readonly fields?: unknown;
}

/** `GET /export/{products|orders|customers}`: a whole list of a store as lines of JSON, written as fast as it is read. */
export function addExports<Context extends BaseContext>(
  server: FastifyInstance,
  parts: ExportRoutesParts<Context>,
): void {
  const places = new ExportPlaces();
  server.route<{ Params: { kind: string }; Querystring: Query }>({
    url: '/export/:kind',
    method: 'GET',
    compress: false,
    onRequest: letIn(parts),
    handler: async (request, reply) => {
      const caller = callerOf(request);
      if (!caller) throw new Error('a request must be authenticated before it is answered');
      const { accountId } = caller;
      const over = places.take(accountId);
      if (typeof over === 'string') {
        return sendError(reply.header('retry-after', 10), 429, 'RATE_LIMITED', over);
      }
      try {
        return await parts.within(accountId, () => answer(request, reply, caller, parts, over));
      } catch (error) {
        over();
        throw error;
      }
    },
  });
}

async function answer<Context extends BaseContext>(
  request: FastifyRequest<{ Params: { kind: string }; Querystring: Query }>,
  reply: FastifyReply,
  asks: Caller,
  parts: ExportRoutesParts<Context>,
  over: () => void,
): Promise<FastifyReply> {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  // The first page is counted as the request itself.
  let first = true;
  const lines = await parts.exports.start(exportRequest(request.params.kind, request.query), {
    gone: gone.signal,
    contextFor: async (exported, signal) => {
      const caller = first ? asks : await admitted(request, parts, signal);
      first = false;
      return parts.contextFor({ caller, requestId: request.id, address: clientAddress(request), signal, exported });
    },
  });
  const begun = await lines.next();
  if (begun.done) throw new Error('an export must have an end');
  const { failure } = begun.value;
  if (failure) {
    await lines.return();
    over();
    const code = String(failure.extensions?.code) as ErrorCode;
    const status = Object.hasOwn(errorCodes, code) ? statusOfError(code) : 400;
    return reply
      .code(status)
      .header('cache-control', 'no-store')
      .send({ errors: [failure] });
  }
  // Nothing is read ahead of the connection: each part is made when it has room.
  const body = Readable.from(bytesOf(begun.value, lines), { objectMode: false, highWaterMark: 0 });
  body.once('close', () => {
    over();
    // Nothing has begun to read them where the client had gone by now.
    void lines.return();
  });
  letGoWhereStalled(reply);
  return reply.header('cache-control', 'no-store').type('application/x-ndjson; charset=utf-8').send(body);
}

async function* bytesOf(first: ExportPart, others: AsyncGenerator<ExportPart, void>): AsyncGenerator<Buffer, void> {
  yield first.lines;
  for await (const { lines } of others) yield lines;
}

/**
 * Who asks, once they may ask for one page more: a page counts as a request, and a key that has none left waits. A key that was revoked or
 * has ended meanwhile reads on no further.
 */
async function admitted<Context extends BaseContext>(
  request: FastifyRequest,
  { authenticate, rateLimit, ending }: ExportRoutesParts<Context>,
  gone: AbortSignal,
): Promise<Caller> {
  while (true) {
    const caller = await authenticate(request);
    if (!caller) throw new ServiceError('UNAUTHENTICATED', 'The API key is no longer valid.');
    const waitMs = ending.aborted ? 0 : await rateLimit.waitMs(caller);
    if (ending.aborted) throw new ServiceError('SERVICE_ENDING', 'The service is ending; go on from the cursor.');
    if (waitMs === 0) return caller;
    await pause(Math.min(waitMs, 1_000), undefined, { signal: AbortSignal.any([gone, ending]) }).catch(() => undefined);
    if (gone.aborted) throw new ServiceError('RATE_LIMITED', 'The client has gone.');
  }
}

function letGoWhereStalled({ raw }: FastifyReply): void {
  let before = -1;
  const look = setInterval(() => {
    const taken = (raw.socket?.bytesWritten ?? 0) - (raw.socket?.writableLength ?? 0);
    if (raw.writableNeedDrain && taken === before) raw.destroy();
    before = taken;
  }, stalledMs);
  look.unref();
  raw.once('close', () => clearInterval(look));
}

/** Reads what is asked for; throws BAD_USER_INPUT, naming the argument, or NOT_FOUND where there is no such export. */
function exportRequest(kind: string, query: Query) {
  if (!exportKinds.includes(kind as ExportKind))
    throw new ServiceError('NOT_FOUND', 'There is nothing at this address.');
  const read = (argument: keyof Query): string | null => {
    const value = query[argument];
    if (value === undefined || value === '') return null;
    const refused = (rule: string) => new ServiceError('BAD_USER_INPUT', `${argument} must ${rule}.`, { argument });
    if (typeof value !== 'string') throw refused('be given once');
    if (value.includes('\0')) throw refused('not hold the character NUL (U+0000)');
    return value;
  };
  const store = read('store');
  if (store === null) {
    throw new ServiceError('BAD_USER_INPUT', 'store must be the id of a store, but got none.', { argument: 'store' });
  }
  return { kind: kind as ExportKind, store, since: read('since'), after: read('after'), fields: read('fields') };
}
