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
export function sendError(reply: FastifyReply, status: number, code: ErrorCode, message: string): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message, extensions: { code, retryable: errorCodes[code].retryable } }] });
}

/** The last stop of everything thrown on the way: coded errors pass, all else is logged and masked. */
export function httpErrorHandler(log: Log) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    if (error instanceof ServiceError) return sendError(reply, statusOf[error.code] ?? 500, error.code, error.message);
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
