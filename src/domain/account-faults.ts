/** Every `userErrors.code` of the mutations on keys and support access. */
export const accountErrorCodes = [
  'NAME_INVALID',
  'REASON_INVALID',
  'REMEMBER_INVALID',
  'SCOPE_UNKNOWN',
  'SCOPE_NOT_HELD',
  'SCOPE_NOT_ALLOWED',
  'EXPIRY_INVALID',
  'STORE_UNKNOWN',
  'NOT_FOUND',
] as const;
export type AccountErrorCode = (typeof accountErrorCodes)[number];

/** What kept a key or a grant from being made or ended, and the caller can mend. */
export interface AccountFault {
  readonly code: AccountErrorCode;
  readonly message: string;
  /** Which argument, as a path from the mutation's arguments. */
  readonly field: string[];
}

/** A fault of one argument. */
export function accountFault(code: AccountErrorCode, message: string, ...field: string[]): AccountFault {
  return { code, message, field };
}

/** What ends a line, or turns around what is read: nothing that a name can have. */
const lineBreakers = /[\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/gu;

/** A text in one line, trimmed; null where it is empty, too long, or holds what ends a line or turns it around. */
export function plainText(text: string, maxLength: number): string | null {
  const trimmed = text.trim();
  return trimmed.length > 0 && trimmed.length <= maxLength && trimmed.search(lineBreakers) < 0 ? trimmed : null;
}

/** What a store says, as a text in one line; empty where nothing is left of it. */
export function inOneLine(text: string, maxLength: number): string {
  return text.replace(lineBreakers, ' ').trim().slice(0, maxLength).trim();
}
