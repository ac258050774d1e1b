/** Every `extensions.code` that a client can meet, with whether the same request may succeed when simply repeated. */
export const errorCodes = {
  UNAUTHENTICATED: { retryable: false },
  FORBIDDEN: { retryable: false },
  TOKEN_ISSUER_UNAVAILABLE: { retryable: true },
  REGISTRY_UNAVAILABLE: { retryable: true },
  BAD_USER_INPUT: { retryable: false },
  NOT_FOUND: { retryable: false },
  IDEMPOTENCY_KEY_REUSED: { retryable: false },
  REQUEST_TOO_LARGE: { retryable: false },
  QUERY_TOO_DEEP: { retryable: false },
  QUERY_TOO_COSTLY: { retryable: false },
  QUERY_TOO_MANY_ALIASES: { retryable: false },
  OPERATION_NOT_SUPPORTED: { retryable: false },
  OPERATION_NOT_LISTED: { retryable: false },
  RATE_LIMITED: { retryable: true },
  SERVICE_ENDING: { retryable: true },
  STORE_NOT_READY: { retryable: false },
  STORE_UNREACHABLE: { retryable: true },
  STORE_HOST_UNKNOWN: { retryable: false },
  STORE_CERTIFICATE_INVALID: { retryable: false },
  STORE_TIMEOUT: { retryable: true },
  STORE_LATE: { retryable: true },
  STORE_RESTING: { retryable: true },
  STORE_ANSWER_INVALID: { retryable: true },
  STORE_KEY_REFUSED: { retryable: false },
  STORE_ADDRESS_REFUSED: { retryable: false },
  STORE_ADDRESS_FORBIDDEN: { retryable: false },
  STORE_CLOCK_SKEWED: { retryable: true },
  STORE_REPLAYED: { retryable: true },
  STORE_INSECURE: { retryable: false },
  STORE_PLATFORM_UNKNOWN: { retryable: false },
  STORE_AREA_CLOSED: { retryable: false },
  STORE_SETTINGS_UNRESOLVED: { retryable: false },
  STORE_TABLES_MISSING: { retryable: false },
  STORE_DRIVER_MISSING: { retryable: false },
  STORE_CONFIG_UNREADABLE: { retryable: false },
  STORE_CONFIG_SYNTAX: { retryable: false },
  STORE_CONFIG_INVALID: { retryable: false },
  STORE_DATABASE_HOST_UNKNOWN: { retryable: false },
  STORE_DATABASE_LOGIN_REFUSED: { retryable: false },
  STORE_DATABASE_TLS_FAILED: { retryable: false },
  STORE_DATABASE_UNAVAILABLE: { retryable: true },
  STORE_LEDGER_UNAVAILABLE: { retryable: false },
  STORE_STATEMENT_FAILED: { retryable: false },
  STORE_RESULT_TRUNCATED: { retryable: false },
  STORE_RECORD_INVALID: { retryable: false },
  STORE_BRIDGE_FAILED: { retryable: false },
  STORE_REFUSED: { retryable: false },
  INTERNAL_SERVER_ERROR: { retryable: false },
} as const satisfies Record<string, { retryable: boolean }>;

export type ErrorCode = keyof typeof errorCodes;

/**
 * The one error that may leave the service as it is: a stable code and facts a client may see.
 * `message` is for people; programs read `code`. It never carries a secret or a shopper's data.
 */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    /** Facts for `extensions`, such as `storeId` or the refused argument; never secrets, never a shopper's data. */
    readonly facts: Readonly<Record<string, string | number | boolean | null>> = {},
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }

  /** Whether the same request may succeed when simply repeated. */
  get retryable(): boolean {
    return errorCodes[this.code].retryable;
  }

  /** The same fault with more facts, for a floor above that knows more (which store, which argument). */
  with(facts: Readonly<Record<string, string | number | boolean | null>>): ServiceError {
    return new ServiceError(this.code, this.message, { ...this.facts, ...facts }, { cause: this.cause });
  }
}

/** Whether an error is a fault of a store's or of the way to it, rather than of the service's own registry or of what was asked. */
export function isStoreFault(error: unknown): error is ServiceError {
  return error instanceof ServiceError && error.code.startsWith('STORE_');
}

/** A fact that the store lacks, beside what is answered for it: the field has `fallback`, and the answer's errors say why. */
export class FallbackError extends ServiceError {
  constructor(
    readonly fallback: string,
    message: string,
    facts: ServiceError['facts'],
  ) {
    super('STORE_RECORD_INVALID', message, facts);
  }
}
