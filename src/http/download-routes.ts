import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ServiceError } from '../model/service-error.js';
import { clientAddress } from './client-address.js';
import { downloadPage, downloadPolicy, spentPage, type WaitingDownload } from './download-page.js';

/** What the download of bridges is made of. */
export interface DownloadRoutesParts {
  /** What waits behind a link; null where there is nothing (any more). */
  readonly waitingDownload: (token: string) => Promise<WaitingDownload | null>;
  /** The zip behind a one-use link, for somebody at this address; rejects with a ServiceError where there is none. */
  readonly takeDownload: (token: string, address: string) => Promise<Uint8Array>;
  readonly egressAddresses: readonly string[];
}

type Request = FastifyRequest<{ Params: { token: string } }>;

/** `/download/:token`: GET and HEAD show what waits there and change nothing, POST gives the zip, once. */
export async function addDownload(server: FastifyInstance, parts: DownloadRoutesParts): Promise<void> {
  await server.register(async (scope) => {
    // What a form sends along does not matter, whatever it is: the link says everything.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume();
      done(null, undefined);
    });
    scope.route({
      url: '/download/:token',
      method: ['GET', 'HEAD'],
      compress: false,
      handler: async (request: Request, reply) => {
        const waiting = await parts.waitingDownload(request.params.token);
        if (!waiting) return sendPage(reply.code(404), spentPage());
        return sendPage(reply, downloadPage(waiting, parts.egressAddresses));
      },
    });
    scope.post('/download/:token', { compress: false }, async (request: Request, reply) => {
      reply.headers({ 'cache-control': 'no-store', 'x-robots-tag': 'noindex' });
      try {
        const zip = await parts.takeDownload(request.params.token, clientAddress(request));
        return reply
          .headers({
            'content-type': 'application/zip',
            'content-disposition': 'attachment; filename="drawbridge.zip"',
          })
          .send(Buffer.from(zip));
      } catch (error) {
        const isSpent = error instanceof ServiceError && error.code === 'NOT_FOUND';
        if (!isSpent || !String(request.headers.accept ?? '').includes('text/html')) throw error;
        return sendPage(reply.code(404), spentPage());
      }
    });
  });
}

function sendPage(reply: FastifyReply, html: string): FastifyReply {
  return reply
    .headers({
      'content-security-policy': downloadPolicy,
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    })
    .type('text/html; charset=utf-8')
    .send(html);
}
