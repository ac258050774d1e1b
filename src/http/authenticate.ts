import type { FastifyRequest } from 'fastify';
import type { Caller } from '../domain/caller.js';
import { isLoopbackHost } from '../infrastructure/config.js';

/** Finds out who sends a request; null where it carries no valid API key. Rejects with a ServiceError where nobody can say. */
export type Authenticate = (request: FastifyRequest) => Promise<Caller | null>;

/** Knows whose a text is that was sent as a key; null where it is nobody's. */
export interface KnowsCallers {
  authenticate(text: string): Promise<Caller | null>;
}

/** Reads what `Authorization: Bearer …` carries: an API key or, where an issuer is set, an access token of its. */
export function bearerAuthentication(apiKeys: KnowsCallers, accessTokens: KnowsCallers | null = null): Authenticate {
  return async (request) => {
    const text = bearerText(request);
    if (text === null) return null;
    return (
      (await apiKeys.authenticate(text)) ?? (accessTokens && isToken(text) ? accessTokens.authenticate(text) : null)
    );
  };
}

/**
 * As `bearerAuthentication`, with one more key that everybody knows: it counts only where the request comes from this very
 * machine and asks for it by a loopback name, so that neither a neighbour nor a web page under another name can use it.
 */
export function demoAuthentication(authenticate: Authenticate, demoKey: string, demoCaller: Caller): Authenticate {
  return async (request) => {
    if (bearerText(request) === demoKey) return isFromThisMachine(request) ? demoCaller : null;
    return authenticate(request);
  };
}

/**
 * What a request carries as `Authorization: Bearer …`; null where it carries none. @fastify/bearer-auth reads no more than this, and
 * refuses where it reads: GraphiQL's page, the demo's key and an embedder's own keys have other doors behind the same header.
 */
export function bearerText(request: FastifyRequest): string | null {
  return /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

/** Whether a text has the form of a signed JWT. */
function isToken(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

/** Whether a request comes from this very machine, by a loopback name and through no proxy. */
export function isFromThisMachine(request: FastifyRequest): boolean {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return isLoopbackHost(peer) && isLoopbackHost(host) && !Object.keys(request.headers).some(isOfProxy);
}

/** Whether a header's name is one by which a proxy says for whom it asks: whoever that is, it is not this machine. */
function isOfProxy(name: string): boolean {
  return name.startsWith('x-forwarded') || proxyHeaders.has(name);
}

const proxyHeaders: ReadonlySet<string> = new Set([
  'forwarded',
  'via',
  'x-real-ip',
  'x-client-ip',
  'x-cluster-client-ip',
  'x-original-forwarded-for',
  'x-original-host',
  'x-envoy-external-address',
  'x-arr-log-id',
  'client-ip',
  'true-client-ip',
  'fastly-client-ip',
  'cf-connecting-ip',
  'cf-ray',
  'cdn-loop',
]);
