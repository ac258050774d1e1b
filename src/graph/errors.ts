import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { parseGlobalId, storeGlobalId } from '../model/ids.js';
import { errorCodes, ServiceError } from '../model/service-error.js';
import { isTooNested, tooNested } from './nesting.js';

/** Takes what went wrong in the service itself, to be logged whole; it must not write what others' messages quote. */
export type ReportBug = (error: unknown) => void;

/** What an error is to a client. */
export type ErrorFormatter = (formatted: GraphQLFormattedError, thrown: unknown) => GraphQLFormattedError;

/** Codes of requests that GraphQL itself refuses; their messages speak of the request and nothing else. */
export const refusals: ReadonlySet<unknown> = new Set([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
  'PERSISTED_QUERY_NOT_FOUND',
  'BAD_REQUEST',
  'BAD_USER_INPUT',
]);

/**
 * The one door out: a ServiceError leaves with its code and facts, a refusal of GraphQL's as it is, and everything else is
 * masked as INTERNAL_SERVER_ERROR and reported.
 */
export function createErrorFormatter(reportBug: ReportBug): ErrorFormatter {
  return (formatted, thrown) => {
    const { path, locations } = formatted;
    const place = { ...(locations && { locations }), ...(path && { path }) };
    const error = originOf(thrown);
    if (error instanceof ServiceError) {
      const { code, message, retryable, facts } = error;
      return { message, ...place, extensions: { ...withGlobalStoreId(facts), code, retryable } };
    }
    const code = formatted.extensions?.code;
    if (code === 'GRAPHQL_PARSE_FAILED' && error instanceof GraphQLError && isTooNested(error)) {
      return { message: tooNested, ...place, extensions: { code: 'QUERY_TOO_DEEP', retryable: false } };
    }
    if (
      error instanceof GraphQLError &&
      (refusals.has(code) || (typeof code === 'string' && Object.hasOwn(errorCodes, code)))
    ) {
      if (code !== 'INTERNAL_SERVER_ERROR') {
        return { message: formatted.message, ...place, extensions: { code, retryable: false } };
      }
    }
    if (error instanceof GraphQLError && isOfRequest(error)) {
      return { message: formatted.message, ...place, extensions: { code: 'BAD_REQUEST', retryable: false } };
    }
    reportBug(error);
    return {
      message: 'Something went wrong in the service.',
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR', retryable: false },
    };
  };
}

/** Whether Apollo refuses a request without giving a code, as one whose hash is not that of its query. */
function isOfRequest({ path, originalError, extensions }: GraphQLError): boolean {
  const { status } = (extensions.http ?? {}) as { readonly status?: number };
  return !path && !originalError && extensions.code === undefined && status === 400;
}

/** What was thrown: by a resolver, or on the way to them, where it comes wrapped without a place in the answer. */
function originOf(thrown: unknown): unknown {
  const error = unwrapResolverError(thrown);
  return error instanceof GraphQLError && error.originalError instanceof ServiceError ? error.originalError : error;
}

/** Clients know stores by their global ids. */
function withGlobalStoreId(facts: ServiceError['facts']): ServiceError['facts'] {
  const { storeId } = facts;
  return typeof storeId === 'string' && !parseGlobalId(storeId) ? { ...facts, storeId: storeGlobalId(storeId) } : facts;
}
