import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { createGunzip, gunzip, gunzipSync } from 'node:zlib';
import type { Dispatcher } from 'undici';
import { breather, parseBounded, parseFlat, TooMuch } from './bounded-json.js';
import { encryptedType, openAnswer } from './encryption.js';
import { invalidAnswer, refusalsBeforeSignature, systemCode } from './errors.js';
import { type AnswerFault, type AnswerHead, faultOfHead, type Headers, isDigest, type StoreKey } from './signature.js';

const unzip = promisify(gunzip);

/** Bytes that are read, as sent and unpacked, of an answer that nobody vouches for; a refusal has less. */
const maxUnsignedBytes = 8 * 1024;
const hashedAtOnce = 1024 * 1024;
/** Bytes that are held ready for an answer to begin with, and at most at a time. */
const [leastBlockBytes, blockBytes] = [16 * 1024, 512 * 1024];
/** What has no more bytes than this, packed and unpacked, is unpacked at once: another thread takes longer to be asked. */
const [smallBytes, smallUnpackedBytes] = [64 * 1024, 512 * 1024];
/** Bytes that are unpacked at a time. */
const unpackedAtOnce = 64 * 1024;

/** What a bridge said: what was asked for, or the code of its refusal and, where it tells, its clock. */
export type BridgeAnswer =
  | {
      readonly kind: 'answered';
      readonly body: unknown;
      /** As sent. */
      readonly bytes: number;
    }
  | Refusal;

/** A bridge's refusal of a whole request. */
export interface Refusal {
  readonly kind: 'refused';
  readonly code: string;
  /** Whether the bridge signed the refusal, and so knew who asked. */
  readonly signed: boolean;
  /** The store's clock in seconds since 1970, as a signed EXPIRED carries it. */
  readonly clock: number | null;
  /** The name of the store's setting that it is about, as a signed refusal carries it. */
  readonly setting: string | null;
}

/** The request that an answer must belong to. */
export interface Asked {
  readonly url: URL;
  readonly key: StoreKey;
  readonly nonce: string;
  /** The MAC of the request, in base64. */
  readonly signature: string;
  /** Whether the request was encrypted, and so its answer must be. */
  readonly encrypted: boolean;
}

type Facts = Readonly<Record<string, string | number | null>>;

/**
 * Reads an HTTP answer, of at most `maxBytes` as sent and unpacked, down to what the bridge said. Nothing but a signed
 * answer to this very request is data; what comes without a signature is at most a refusal that a bridge gives before it
 * knows who asks. Throws STORE_ANSWER_INVALID, which says what came (status, content type), never what was in it.
 */
export async function readAnswer(
  response: Dispatcher.ResponseData,
  asked: Asked,
  maxBytes: number,
): Promise<BridgeAnswer> {
  const { statusCode: status } = response;
  const headers = response.headers as Headers;
  const contentType = mediaType(headers);
  const facts: Facts = { status, contentType };
  if (status >= 300 && status < 400) {
    await response.body.dump();
    throw invalidAnswer(redirectText(headers, asked.url), facts);
  }
  const head: AnswerHead = { status, headers };
  // A signature is over the digest of the body, so whether there is one for this request is known before the body is read.
  const fault = faultOfHead(head, asked.signature, asked.key);
  if (fault) return readUnsigned(response, fault, facts);
  const { plain, bytes } = await readSigned(response, head, maxBytes, facts);

  const sealed = asked.encrypted && contentType === encryptedType;
  const body = await parse(sealed ? await openSealed(plain, asked, maxBytes, facts) : plain, facts);
  if (status === 200 && body !== undefined && sealed === asked.encrypted) return { kind: 'answered', body, bytes };
  const refusal = status >= 400 ? readRefusal(body) : null;
  if (!refusal) throw invalidAnswer('it is signed but not of the form that the protocol gives', facts);
  return { ...refusal, signed: true };
}

/** What is not signed is at most a refusal that a bridge gives before it knows who asks: small, flat, and no data. */
async function readUnsigned(
  response: Dispatcher.ResponseData,
  fault: AnswerFault,
  facts: Facts,
): Promise<BridgeAnswer> {
  const { statusCode: status } = response;
  const headers = response.headers as Headers;
  let plain: Buffer | null = null;
  try {
    const sent = await readBody(response, maxUnsignedBytes, facts);
    plain = headers['content-encoding'] === 'gzip' ? await unzip(sent, { maxOutputLength: maxUnsignedBytes }) : sent;
  } catch (error) {
    if (!(error instanceof TooLong) && !systemCode(error)?.match(/^(?:Z_|ERR_BUFFER_TOO_LARGE)/)) throw error;
  }
  const refusal = plain && fault === 'UNSIGNED' && status >= 400 ? readRefusal(parseFlat(plain)) : null;
  if (refusal && refusalsBeforeSignature.has(refusal.code))
    return { ...refusal, signed: false, clock: null, setting: null };
  throw invalidAnswer(unbelievedText(status, mediaType(headers), fault), facts);
}

/** The bytes, unpacked, whose digest was signed, and how many came. */
async function readSigned(
  response: Dispatcher.ResponseData,
  head: AnswerHead,
  maxBytes: number,
  facts: Facts,
): Promise<{ readonly plain: Buffer; readonly bytes: number }> {
  try {
    const sent = await readBody(response, maxBytes, facts);
    const bytes = sent.length;
    const isPacked = head.headers['content-encoding'] !== undefined;
    const isSigned = isDigest(head, await digestOf(sent));
    const plain = isPacked ? await unpackCoded(sent, head.headers, maxBytes, facts) : sent;
    // A server in front of the bridge may pack what the bridge signed unpacked: the digest then holds for the unpacked bytes.
    if (isSigned || (isPacked && isDigest(head, await digestOf(plain)))) return { plain, bytes };
  } catch (error) {
    throw error instanceof TooLong ? tooLarge(maxBytes, facts) : error;
  }
  throw invalidAnswer(unbelievedText(head.status, mediaType(head.headers), 'DIGEST_WRONG'), facts);
}

/** The value of an RFC 9530 Content-Digest, made a piece at a time. */
async function digestOf(body: Buffer): Promise<string> {
  const hash = createHash('sha256');
  const pause = breather();
  for (let from = 0; from < body.length; from += hashedAtOnce) {
    hash.update(body.subarray(from, from + hashedAtOnce));
    await pause();
  }
  return `sha-256=:${hash.digest('base64')}:`;
}

/** There is more than is read. */
class TooLong extends Error {}

async function readBody(response: Dispatcher.ResponseData, maxBytes: number, facts: Facts): Promise<Buffer> {
  try {
    return await joined(response.body as AsyncIterable<Buffer>, maxBytes);
  } catch (error) {
    const reason = systemCode(error) ?? '';
    if (!['UND_ERR_SOCKET', 'ECONNRESET', 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH'].includes(reason)) throw error;
    throw invalidAnswer('it broke off before its end', { ...facts, reason });
  }
}

/**
 * The bytes of these pieces in one buffer; throws TooLong where they are more. What comes byte by byte costs no more than what comes at
 * once, as no piece is kept as it is; and nowhere is more taken or moved at a time than a turn of the event loop has time for.
 */
async function joined(pieces: AsyncIterable<Buffer>, maxBytes: number): Promise<Buffer> {
  const blocks: Buffer[] = [];
  let length = 0;
  let block = Buffer.alloc(0);
  let filled = 0;
  const pause = breather();
  for await (const piece of pieces) {
    if (length + piece.length > maxBytes) throw new TooLong();
    for (let from = 0; from < piece.length; ) {
      if (filled === block.length) {
        block = Buffer.allocUnsafeSlow(Math.min(blockBytes, Math.max(leastBlockBytes, 2 * length)));
        filled = 0;
        blocks.push(block);
      }
      const taken = piece.copy(block, filled, from);
      filled += taken;
      from += taken;
      length += taken;
    }
    await pause();
  }
  if (blocks.length <= 1) return block.subarray(0, length);
  const whole = Buffer.allocUnsafeSlow(length);
  let to = 0;
  for (const one of blocks) {
    to += one.copy(whole, to);
    await pause();
  }
  return whole;
}

async function unpackCoded(sent: Buffer, headers: Headers, maxBytes: number, facts: Facts): Promise<Buffer> {
  if (headers['content-encoding'] === 'gzip') return unpack(sent, maxBytes, facts);
  throw invalidAnswer('it is packed in a way that was not asked for', facts);
}

async function unpack(packed: Buffer, maxBytes: number, facts: Facts): Promise<Buffer> {
  try {
    const small = packed.length <= smallBytes ? unpackedSmall(packed, Math.min(maxBytes, smallUnpackedBytes)) : null;
    if (small) return small;
    const unpacking = createGunzip({ chunkSize: unpackedAtOnce });
    unpacking.end(packed);
    return await joined(unpacking, maxBytes);
  } catch (error) {
    throw error instanceof TooLong ? tooLarge(maxBytes, facts) : invalidAnswer('it cannot be unpacked', facts);
  }
}

/** What unpacks to no more bytes than this at once; null where it is more. */
function unpackedSmall(packed: Buffer, most: number): Buffer | null {
  try {
    return gunzipSync(packed, { maxOutputLength: most });
  } catch (error) {
    if (systemCode(error) === 'ERR_BUFFER_TOO_LARGE') return null;
    throw error;
  }
}

async function openSealed(sealed: Buffer, asked: Asked, maxBytes: number, facts: Facts): Promise<Buffer> {
  let opened: Buffer;
  try {
    opened = openAnswer(sealed, asked.key.secret, asked.nonce);
  } catch {
    throw invalidAnswer('it cannot be decrypted', facts);
  }
  return opened[0] === 0x1f && opened[1] === 0x8b ? unpack(opened, maxBytes, facts) : opened;
}

function tooLarge(maxBytes: number, facts: Facts): Error {
  return invalidAnswer(
    `it is larger than the ${maxBytes} bytes that are read of one answer; ask for fewer items at once`,
    facts,
  );
}

async function parse(body: Buffer, facts: Facts): Promise<unknown> {
  try {
    return await parseBounded(body);
  } catch (error) {
    if (error instanceof TooMuch) throw invalidAnswer(`it holds ${error.message}; ask for fewer items at once`, facts);
    throw error;
  }
}

function readRefusal(body: unknown): Omit<Refusal, 'signed'> | null {
  if (typeof body !== 'object' || body === null || !('error' in body)) return null;
  const { error } = body;
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'string') return null;
  if (!/^[A-Z_]{1,40}$/.test(error.code)) return null;
  const clock = 'clock' in error && Number.isSafeInteger(error.clock) ? Number(error.clock) : null;
  const named = 'setting' in error && typeof error.setting === 'string' ? error.setting : '';
  const setting = /^[\w.]{1,64}$/.test(named) ? named : null;
  return { kind: 'refused', code: error.code, clock, setting };
}

function mediaType(headers: Headers): string | null {
  const type = headers['content-type'];
  return typeof type === 'string' ? (/^[\w.+-]{1,40}\/[\w.+-]{1,60}/.exec(type)?.[0] ?? null) : null;
}

function redirectText(headers: Headers, from: URL): string {
  const { location } = headers;
  const target = typeof location === 'string' && URL.canParse(location, from.href) ? new URL(location, from) : null;
  if (!target) return 'it was a redirect';
  return target.origin === from.origin
    ? 'it was a redirect to another page of the same site; the bridge must answer where it lies'
    : `it was a redirect to ${target.origin}; connect the store under that address`;
}

function unbelievedText(status: number, contentType: string | null, fault: string): string {
  const came = `status ${status}, ${contentType ?? 'no content type'}`;
  if (fault !== 'UNSIGNED') return `its signature does not hold (${came}, ${fault})`;
  if (status === 404) return `there is no bridge at its address (${came})`;
  return `it is not signed (${came}); a login page, a firewall or maintenance may stand in front of the bridge`;
}
