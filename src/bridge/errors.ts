import { errors } from 'undici';
import { type ErrorCode, ServiceError } from '../model/service-error.js';
import { ForbiddenAddressError } from './address-guard.js';

/** What the codes of a bridge's refusal mean to a client of the service. */
const refusals: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  SIGNATURE_INVALID: [
    'STORE_KEY_REFUSED',
    'The store does not accept the key that the service holds; install the bridge that was issued last, or issue a new one.',
  ],
  SIGNATURE_MISSING: [
    'STORE_REFUSED',
    'The request reached the bridge without its signature; something in front of the store takes header fields away.',
  ],
  ADDRESS_REFUSED: ['STORE_ADDRESS_REFUSED', "The bridge's config.php does not allow the service's address."],
  EXPIRED: ['STORE_CLOCK_SKEWED', "The store's clock and the service's differ too much for requests to be accepted."],
  REPLAYED: ['STORE_REPLAYED', 'The bridge had seen this request before; repeat it.'],
  PLATFORM_UNKNOWN: ['STORE_PLATFORM_UNKNOWN', 'The bridge does not recognise the store it lies in.'],
  DATABASE_UNAVAILABLE: ['STORE_DATABASE_UNAVAILABLE', "The store's database does not answer."],
  INSECURE: ['STORE_INSECURE', 'The store is reached over plain http and takes encrypted requests alone.'],
  ENCRYPTION_UNAVAILABLE: [
    'STORE_INSECURE',
    "The store is reached over plain http and its PHP cannot encrypt; give the store https, or PHP's openssl extension.",
  ],
  CONFIG_UNREADABLE: [
    'STORE_CONFIG_UNREADABLE',
    "The store's PHP may not read the bridge's config.php; give the file to PHP's user, or let its group read it (chmod 640), or all (chmod 644).",
  ],
  CONFIG_SYNTAX: [
    'STORE_CONFIG_SYNTAX',
    "The PHP of the bridge's config.php is not well formed; the store's PHP error log names the line.",
  ],
  CONFIG_INVALID: [
    'STORE_CONFIG_INVALID',
    "The bridge's config.php is missing, cannot be read by the store's PHP (see its owner and mode), holds no usable key, or lists what is no address; unzip the bridge again.",
  ],
  SETTINGS_UNRESOLVED: [
    'STORE_SETTINGS_UNRESOLVED',
    "A setting of the store is made by code that the bridge does not run; give `database` or `table_prefix` in the bridge's config.php.",
  ],
  DRIVER_MISSING: [
    'STORE_DRIVER_MISSING',
    "The store's PHP has neither mysqli nor PDO for its database; switch one of the extensions on.",
  ],
  DATABASE_HOST_UNKNOWN: [
    'STORE_DATABASE_HOST_UNKNOWN',
    "The database's host in the store's settings cannot be found from the store; mend its name there.",
  ],
  DATABASE_LOGIN_REFUSED: [
    'STORE_DATABASE_LOGIN_REFUSED',
    "The store's database does not take the user and password in the store's settings; mend them there.",
  ],
  DATABASE_TLS_FAILED: [
    'STORE_DATABASE_TLS_FAILED',
    "There is no encrypted connection to the store's database, or its certificate is not trusted; give its CA as `database` in the bridge's config.php.",
  ],
  LEDGER_UNAVAILABLE: [
    'STORE_LEDGER_UNAVAILABLE',
    "The bridge can note nothing in its folder, and so changes nothing; let the store's PHP write there.",
  ],
  INTERNAL: ['STORE_BRIDGE_FAILED', "The bridge failed; the store's PHP error log says where."],
};

/** Refusals that a bridge must give before it can know who asks, and so without a signature. */
export const refusalsBeforeSignature: ReadonlySet<string> = new Set([
  'METHOD_NOT_ALLOWED',
  'TOO_LARGE',
  'ADDRESS_REFUSED',
  'SIGNATURE_MISSING',
  'SIGNATURE_INVALID',
  'CONFIG_UNREADABLE',
  'CONFIG_SYNTAX',
  'CONFIG_INVALID',
]);

/**
 * What a bridge's refusal of a whole request is to the service's clients; facts: `bridgeCode` and, where it names one, the
 * store's `setting`.
 */
export function refusalError(bridgeCode: string, setting: string | null = null): ServiceError {
  const [code, message] = (Object.hasOwn(refusals, bridgeCode) && refusals[bridgeCode]) || [
    'STORE_REFUSED',
    'The bridge refused the request.',
  ];
  return new ServiceError(code, message, { bridgeCode, ...(setting === null ? {} : { setting }) });
}

const statementFaults: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  AREA_CLOSED: ['STORE_AREA_CLOSED', "The store's owner does not let this part of the store be read."],
  STATEMENT_TIMEOUT: [
    'STORE_TIMEOUT',
    "The store's database took too long for this part; ask for fewer items at once.",
  ],
};

/** What a bridge says of a statement that it did not answer; all else that comes as a code is a store's own text. */
const statementCodes: ReadonlySet<string> = new Set([
  ...Object.keys(statementFaults),
  'STATEMENT_REFUSED',
  'STATEMENT_FAILED',
  'REFERENCE_INVALID',
  'TOO_MANY_STATEMENTS',
  'PARAMETER_COUNT',
  'TOO_MANY_VALUES',
]);

/** What a bridge's failure of one statement is to the service's clients; facts: `bridgeCode`, `UNKNOWN` where it is none of a bridge's. */
export function statementError(bridgeCode: string): ServiceError {
  const known = statementCodes.has(bridgeCode) ? bridgeCode : 'UNKNOWN';
  const [code, message] = Object.hasOwn(statementFaults, known)
    ? (statementFaults[known] as readonly [ErrorCode, string])
    : (['STORE_STATEMENT_FAILED', 'The store could not answer this part.'] as const);
  return new ServiceError(code, message, { bridgeCode: known });
}

/** An answer that cannot be believed: what it was, never what it said. */
export function invalidAnswer(why: string, facts: ServiceError['facts'] = {}): ServiceError {
  return new ServiceError(
    'STORE_ANSWER_INVALID',
    `What came from the store was not its bridge's answer: ${why}.`,
    facts,
  );
}

/** The codes of OpenSSL and Node.js for a certificate that is not trusted. */
const certificateFaults =
  /^(?:CERT_|ERR_TLS_CERT|(?:DEPTH_ZERO_)?SELF_SIGNED|UNABLE_TO_(?:VERIFY|GET_ISSUER)|HOSTNAME_MISMATCH)/;

/** The error's code as Node.js and undici give it, such as `ECONNREFUSED`; null where it has none. */
export function systemCode(error: unknown): string | null {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : null;
}

/** Whether a request cannot have reached the store, since no connection to it was made. */
export function isUnsent(error: unknown): boolean {
  if (error instanceof ForbiddenAddressError) return true;
  const code = systemCode(error) ?? '';
  return (
    ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(
      code,
    ) || certificateFaults.test(code)
  );
}

/** Says that a request was sent which may be made once only, and that no answer to it can be told. */
export class LostAnswer extends Error {
  override readonly name = 'LostAnswer';
}

/** Whether a connection ended before any of the answer came, as one that the store had just let go of does. */
export function isConnectionReset(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET'].includes(systemCode(error) ?? '');
}

/** What a failure of the connection is to the service's clients; anything that is no such failure is returned as it came. */
export function connectionError(error: unknown): unknown {
  if (error instanceof ServiceError) return error;
  if (error instanceof errors.HTTPParserError) return invalidAnswer('no proper HTTP');
  if (error instanceof ForbiddenAddressError) {
    return new ServiceError(
      'STORE_ADDRESS_FORBIDDEN',
      "The store's address is not a public one; the service does not connect to it.",
    );
  }
  const reason = systemCode(error);
  if (!reason || /^ERR_(?!TLS|SSL)|^UND_ERR_INVALID_ARG/.test(reason)) return error;
  if (reason === 'UND_ERR_HEADERS_OVERFLOW') return invalidAnswer('no proper HTTP', { reason });
  if (reason === 'UND_ERR_HEADERS_TIMEOUT' || reason === 'UND_ERR_BODY_TIMEOUT') return timeoutError();
  if (reason === 'ENOTFOUND') {
    return new ServiceError('STORE_HOST_UNKNOWN', "There is no host of the name in the store's address.", { reason });
  }
  if (certificateFaults.test(reason)) {
    return new ServiceError(
      'STORE_CERTIFICATE_INVALID',
      "The certificate of the store's address is not one that is trusted for it: self-signed, expired, incomplete or for another name.",
      { reason },
    );
  }
  return new ServiceError('STORE_UNREACHABLE', 'The store could not be reached.', { reason }, { cause: error });
}

/** The store did not answer in time. */
export function timeoutError(): ServiceError {
  return new ServiceError('STORE_TIMEOUT', 'The store did not answer in time.');
}
