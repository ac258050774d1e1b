import { type ErrorCode, ServiceError } from '../model/service-error.js';

/** The faults of a store that whoever connects it can mend: in its address, on its server, in its or the bridge's settings. */
export const mendableCodes = [
  'STORE_HOST_UNKNOWN',
  'STORE_CERTIFICATE_INVALID',
  'STORE_ANSWER_INVALID',
  'STORE_KEY_REFUSED',
  'STORE_ADDRESS_REFUSED',
  'STORE_ADDRESS_FORBIDDEN',
  'STORE_CLOCK_SKEWED',
  'STORE_INSECURE',
  'STORE_PLATFORM_UNKNOWN',
  'STORE_SETTINGS_UNRESOLVED',
  'STORE_TABLES_MISSING',
  'STORE_DRIVER_MISSING',
  'STORE_CONFIG_UNREADABLE',
  'STORE_CONFIG_SYNTAX',
  'STORE_CONFIG_INVALID',
  'STORE_DATABASE_HOST_UNKNOWN',
  'STORE_DATABASE_LOGIN_REFUSED',
  'STORE_DATABASE_TLS_FAILED',
] as const satisfies readonly ErrorCode[];

export type MendableCode = (typeof mendableCodes)[number];

/** The fault as a mutation's caller is told of it, with the setting that it names; null where it is not theirs to mend. */
export function mendableFault(error: unknown): { readonly code: MendableCode; readonly message: string } | null {
  if (!(error instanceof ServiceError)) return null;
  const code = mendableCodes.find((one) => one === error.code);
  const { setting } = error.facts;
  return code ? { code, message: setting ? `${error.message} (${setting})` : error.message } : null;
}
