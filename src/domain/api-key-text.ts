import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** An API key taken apart: `db_<id>_<secret>`. */
export interface ApiKeyText {
  /** The public part, by which it is looked up. */
  readonly id: string;
  /** The whole key as it was given. */
  readonly text: string;
}

const form = /^db_([0-9a-f]{16})_([0-9A-Za-z]{43})([0-9A-Za-z]{6})$/;
const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/**
 * A new key: an id of 64 random bits, a secret of 256, and a checksum (CRC-32) over both, all in letters and digits, so that a
 * double click takes the whole and a scanner for leaked secrets can tell a key from a look-alike without asking anybody.
 */
export function newApiKey(randomBytes: (size: number) => Buffer): ApiKeyText {
  const id = randomBytes(8).toString('hex');
  const secret = base62(BigInt(`0x${randomBytes(32).toString('hex')}`), 43);
  return { id, text: `db_${id}_${secret}${checksum(id, secret)}` };
}

/** Reads a key; null where the text is none, as where a letter was mistyped: nothing needs to be looked up to know. */
export function readApiKey(text: string): ApiKeyText | null {
  const [, id, secret, sum] = form.exec(text) ?? [];
  if (id === undefined || secret === undefined || sum !== checksum(id, secret)) return null;
  return { id, text };
}

/** The part of a key that may be shown and logged. */
export function prefixOf(id: string): string {
  return `db_${id}`;
}

/** What is kept of a key: enough to know it again, nothing to make it from. A secret of 256 random bits needs no slower hash. */
export function apiKeyHash(text: string): Buffer {
  return createHash('sha256').update(text, 'utf8').digest();
}

function checksum(id: string, secret: string): string {
  return base62(BigInt(crc32(`db_${id}_${secret}`)), 6);
}

function base62(value: bigint, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest /= 62n) text = `${digits[Number(rest % 62n)]}${text}`;
  return text;
}
