import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';

/**
 * Whether a hop of a request may say for whom it asks: the one proxy in front. The last address of `X-Forwarded-For` is the one that it
 * saw itself, and those before it may be written by the client.
 */
export function isTrusted(_address: string, hop: number): boolean {
  return hop === 0;
}

/** The IP address that a request came from; that of whoever stands in front where it tells none. */
export function clientAddress({ ip, socket }: FastifyRequest): string {
  return isIP(ip) ? ip : (socket.remoteAddress ?? '');
}
