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
  // Clients speak HTTP/1.1; it is nginx that speaks 1.0 to what is behind it, and says nothing else of itself unless it is told to.
  const isOfClient =
    request.raw.httpVersion !== '1.0' && !Object.keys(request.headers).some((name) => ofProxy.test(name));
  return isLoopbackHost(peer) && isLoopbackHost(host) && isOfClient;
}

/** Names of headers by which a proxy says for whom it asks, or that it does: whoever that is, it is not this machine. */
const ofProxy =
  /forward|client-?ip|[-_](?:ip|via)$|^(?:via|cdn-loop|surrogate-capability|proxy-connection|x-cloud-trace-context|x-host|x-scheme|x-rewrite-url|x-varnish)$|^(?:cf|tailscale|x-amzn|x-real|x-original|x-originating|x-remote|x-proxy|x-envoy|x-arr|x-azure|x-nginx|x-appengine|x-vercel)-/;
