import type { ApolloServer, BaseContext } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import cors from '@fastify/cors';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../domain/caller.js';
import type { ExportedPage } from '../graph/context.js';
import type { Authenticate } from './authenticate.js';
import { clientAddress } from './client-address.js';
import { sendError } from './http-error.js';
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
  /** The page of an export that is asked for; absent in a query of a client's own. */
  readonly exported?: ExportedPage;
}

/** What `/graphql` is made of. */
export interface GraphqlRoutesParts<Context extends BaseContext> {
  /** Started already. */
  readonly apollo: ApolloServer<Context>;
  readonly contextFor: (request: GraphRequest) => Context | Promise<Context>;
  readonly authenticate: Authenticate;
  /** The origins whose pages may call the graph from a browser; empty: none, `*`: all. */
  readonly corsOrigins: readonly string[];
  readonly rateLimit: RateLimit;
  readonly maxBodyBytes: number;
  /** Runs what answers a request as one of the account's. */
  readonly within: <T>(accountId: string, request: () => T) => T;
}

/** How long browsers keep the answer to a preflight, in seconds; none keeps it longer than a day. */
const corsSeconds = 86_400;

const callers = new WeakMap<FastifyRequest, Caller>();

/** Who sent a request; undefined where nobody knows, or need not. */
export function callerOf(request: FastifyRequest): Caller | undefined {
  return callers.get(request);
}

/** Lets in whoever may ask, before anything of the request's body is read: a stranger costs nothing and learns nothing. */
export function letIn({
  authenticate,
  rateLimit,
}: Pick<GraphqlRoutesParts<BaseContext>, 'authenticate' | 'rateLimit'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply | undefined> => {
    const caller = await authenticate(request);
    if (caller) {
      callers.set(request, caller);
      return (await rateLimit.admit(caller, reply)) ? undefined : reply;
    }
    reply.header('www-authenticate', 'Bearer realm="drawbridge"');
    return sendError(reply, 401, 'UNAUTHENTICATED', 'A valid API key is needed, as Authorization: Bearer <key>.');
  };
}

/**
 * The headers of every answer: as of a service that shows no page. @fastify/helmet would set more, each for pages, and would have
 * to be told for every route of ours what this says once.
 */
export async function guardedHeaders(request: FastifyRequest, reply: FastifyReply): Promise<void> {
  reply.headers({
    'x-request-id': request.id,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'cross-origin-resource-policy': 'same-origin',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  });
}

/** Adds `/graphql`, with what pages of other origins may do there. */
export async function addGraphql<Context extends BaseContext>(
  server: FastifyInstance,
  parts: GraphqlRoutesParts<Context>,
): Promise<void> {
  const { corsOrigins } = parts;
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
        address: clientAddress(request),
        signal: gone.signal,
        traceparent: traceparentOf(request),
      });
    },
  });
  server.route({
    url: '/graphql',
    method: ['GET', 'POST'],
    bodyLimit: parts.maxBodyBytes,
    onRequest: letIn(parts),
    handler(request, reply) {
      return parts.within(callers.get(request)?.accountId ?? '', async () => {
        const text = await answer.call(server, request, reply);
        // As bytes at once: a text would be gone through for its length, and again to be written.
        return typeof text === 'string' ? bytesOf(text) : text;
      });
    },
  });
}

/** A text's bytes, written into as much room as they could take: counted first, as `Buffer.from` does, they would take twice as long. */
function bytesOf(text: string): Buffer {
  if (text.length > 2 ** 20) return Buffer.from(text);
  const room = Buffer.allocUnsafeSlow(text.length * 3);
  return room.subarray(0, room.write(text));
}

/** A `traceparent` header that is one. */
function traceparentOf({ headers }: FastifyRequest): string | undefined {
  const { traceparent } = headers;
  return typeof traceparent === 'string' && /^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(traceparent)
    ? traceparent
    : undefined;
}
