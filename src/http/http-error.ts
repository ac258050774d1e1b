import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../infrastructure/logger.js';
import { type ErrorCode, errorCodes, ServiceError } from '../model/service-error.js';

const statusOf: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  TOKEN_ISSUER_UNAVAILABLE: 503,
  REGISTRY_UNAVAILABLE: 503,
  BAD_USER_INPUT: 400,
  NOT_FOUND: 404,
  REQUEST_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  STORE_NOT_READY: 409,
  OPERATION_NOT_LISTED: 403,
  OPERATION_NOT_SUPPORTED: 400,
  QUERY_TOO_COSTLY: 400,
  QUERY_TOO_DEEP: 400,
  QUERY_TOO_MANY_ALIASES: 400,
  STORE_TIMEOUT: 504,
};

/** The status that an error's code is told with where it is the whole answer. */
export function statusOfError(code: ErrorCode): number {
  return statusOf[code] ?? (code.startsWith('STORE_') ? 502 : 500);
}

/** Answers with an error in the form that GraphQL clients know, whatever the route. */
export function sendError(
  reply: FastifyReply,
  status: number,
  code: ErrorCode,
  message: string,
  facts: { readonly argument?: ServiceError['facts'][string] } = {},
): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type(contentType)
    .send(errorBody(code, message, facts));
}

const contentType = 'application/json; charset=utf-8';

function errorBody(code: ErrorCode, message: string, facts: object = {}) {
  return { errors: [{ message, extensions: { ...facts, code, retryable: errorCodes[code].retryable } }] };
}

/** Answers what is no HTTP, or never comes to its end, in the same form, and hangs up; there is no request that could be answered. */
export function answerUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const status = unreadable[error.code ?? ''] ?? 400;
  const body = JSON.stringify(
    errorBody('BAD_USER_INPUT', 'The request must be well-formed HTTP that comes to its end.'),
  );
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${contentType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'X-Content-Type-Options: nosniff',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

/** The status of what Node cannot read, by its code; 400 for all else. */
const unreadable: Readonly<Record<string, number>> = {
  ERR_HTTP_REQUEST_TIMEOUT: 408,
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
};

/** The last stop of everything thrown on the way: coded errors pass, all else is logged and masked. */
export function httpErrorHandler(log: Log) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (error instanceof ServiceError) {
      const { code, message, facts } = error;
      return sendError(reply, statusOf[code] ?? 500, code, message, { argument: facts.argument });
    }
    const status = error.statusCode ?? 500;
    if (status === 413)
      return sendError(reply, 413, 'REQUEST_TOO_LARGE', 'The request is larger than the service reads.');
    if (status === 415) {
      return sendError(reply, 415, 'BAD_USER_INPUT', 'The body must be JSON, sent as application/json.');
    }
    if (status >= 400 && status < 500) {
      return sendError(reply, status, 'BAD_USER_INPUT', 'The request must be well-formed HTTP with a body of JSON.');
    }
    log.error(
      { requestId: request.id, method: request.method, route: request.routeOptions.url, err: error },
      'A request failed.',
    );
    return sendError(reply, 500, 'INTERNAL_SERVER_ERROR', 'Something went wrong in the service.');
  };
}
