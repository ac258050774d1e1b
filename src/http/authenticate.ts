import type { FastifyRequest } from 'fastify';
import type { Accounts, Caller } from '../domain/accounts.js';
import { isLoopbackHost } from '../infrastructure/config.js';

/** Finds out who sends a request; null where it carries no valid API key. */
export type Authenticate = (request: FastifyRequest) => Caller | null;

/** Reads the API key of `Authorization: Bearer <key>`. */
export function bearerAuthentication(accounts: Accounts): Authenticate {
  return (request) => {
    const key = bearerKey(request);
    return key === null ? null : accounts.authenticate(key);
  };
}

/**
 * As `bearerAuthentication`, with one more key that everybody knows: it counts only where the request comes from this very
 * machine and asks for it by a loopback name, so that neither a neighbour nor a web page under another name can use it.
 */
export function demoAuthentication(accounts: Accounts, demoKey: string, demoCaller: Caller): Authenticate {
  const authenticate = bearerAuthentication(accounts);
  return (request) => {
    if (bearerKey(request) === demoKey) return isFromThisMachine(request) ? demoCaller : null;
    return authenticate(request);
  };
}

function bearerKey(request: FastifyRequest): string | null {
  return /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

function isFromThisMachine(request: FastifyRequest): boolean {
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const host = (request.headers.host ?? '').replace(/:\d+$/, '');
  return isLoopbackHost(peer) && isLoopbackHost(host) && request.headers['x-forwarded-for'] === undefined;
}
