import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import type { Metrics } from '../infrastructure/metrics.js';
import type { SecretText } from '../infrastructure/secret.js';
import { bearerText, isFromThisMachine } from './authenticate.js';
import { sendError } from './http-error.js';

/** What figures are served with. */
export interface MetricsRoutesParts {
  readonly metrics: Pick<Metrics, 'text'>;
  /** What must be sent as `Authorization: Bearer …`; null: whoever asks from this very machine may know. */
  readonly metricsToken: SecretText | null;
}

/** `GET /metrics`: figures for Prometheus, for the operator alone. To anybody else there is nothing at this address. */
export function addMetrics(server: FastifyInstance, { metrics, metricsToken }: MetricsRoutesParts): void {
  server.get('/metrics', async (request, reply) => {
    const mayKnow = metricsToken ? isSame(bearerText(request), metricsToken.reveal()) : isFromThisMachine(request);
    if (!mayKnow) return sendError(reply, 404, 'NOT_FOUND', 'There is nothing at this address.');
    const { type, text } = await metrics.text();
    return reply.header('cache-control', 'no-store').type(type).send(text);
  });
}

function isSame(sent: ReturnType<typeof bearerText>, token: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return sent !== null && timingSafeEqual(digest(sent), digest(token));
}
