import { LRUCache } from 'lru-cache';
import type { Dispatcher } from 'undici';
import { ServiceError } from '../model/service-error.js';
import { readActResults, unknownOutcomes } from './acts.js';
import { type Asked, type BridgeAnswer, readAnswer } from './answer.js';
import { toldTimes } from './call-times.js';
import { beforeDeadline, limitOf } from './deadline.js';
import { encryptedType, isExposed, sealRequest } from './encryption.js';
import { connectionError, isConnectionReset, isUnsent, LostAnswer, refusalError, timeoutError } from './errors.js';
import { NearBridges } from './near-bridges.js';
import { Reachability } from './reachability.js';
import { readHello, readResults } from './results.js';
import { signRequest } from './signature.js';
import { maxRequestBytes, statementKind } from './statements.js';
import type { CallOptions, Credential, StoreConnection } from './store-connection.js';

/** What encryption adds to a body, in bytes: iv and tag. */
const sealBytes = 28;
/** How long a request may be on its way, in seconds; the longest that the protocol allows. */
const lifetimeSeconds = 60;
/** Of how many bridges the client remembers clock and encryption. */
const rememberedBridges = 10_000;

/** Where a bridge answers, and the key that it knows. */
export interface BridgeTarget {
  readonly url: string;
  readonly key: Credential;
}

export interface BridgeClientOptions {
  /** The pool of connections; see `bridgeAgent`. */
  readonly dispatcher: Dispatcher;
  /** That of connections that are used once, for what must not be sent twice; the other one where absent. */
  readonly actDispatcher?: Dispatcher;
  readonly now: () => Date;
  readonly randomBytes: (size: number) => Uint8Array;
  /** Milliseconds that a call may take in all, repeats included; 10,000 by default. */
  readonly timeoutMs?: number;
  /** Milliseconds that a request for changes may take; 30,000 by default. */
  readonly actTimeoutMs?: number;
  /** Bytes that are read of one answer, as sent and unpacked; 17 MiB by default, a little more than a bridge sends. */
  readonly maxAnswerBytes?: number;
}

/** What a call was already repeated for; it is repeated at most once for each. */
type Repeated = Set<'clock' | 'reset' | 'nonce' | 'encryption'>;

/** How a request is sent: whether at most once, unless it was refused, and how many milliseconds it may take. */
interface Sending {
  readonly once: boolean;
  readonly timeoutMs: number;
}

/** Talks to bridges: signs, sends, repeats where that helps, and believes only signed answers. One serves the whole process. */
export class BridgeClient {
  readonly #options: BridgeClientOptions;
  readonly #timeoutMs: number;
  readonly #maxAnswerBytes: number;
  /** Seconds by which a store's clock was ahead of ours when it last said so, by bridge address. */
  readonly #clockAhead = new LRUCache<string, number>({ max: rememberedBridges });
  /** Addresses that are reached over https but asked for encryption, because their last leg is plain. */
  readonly #wantsEncryption = new LRUCache<string, true>({ max: rememberedBridges });
  readonly #near = new NearBridges();
  readonly #reachability: Reachability;

  constructor(options: BridgeClientOptions) {
    this.#options = options;
    this.#reachability = new Reachability(options);
    this.#timeoutMs = options.timeoutMs ?? 10_000;
    this.#maxAnswerBytes = options.maxAnswerBytes ?? 17 * 1024 * 1024;
  }

  /** A connection to one bridge; nothing is sent until it is asked something. */
  connect(target: BridgeTarget): StoreConnection {
    return {
      kind: statementKind,
      greet: async (options) => readHello(await this.#call(target, { verb: 'hello' }, options)),
      run: async (statements, options) => {
        const wired = statements.map(({ id, sql, parameters }) => ({ id, sql, params: parameters }));
        return readResults(await this.#call(target, { verb: 'query', statements: wired }, options), statements);
      },
      act: async (acts, options = {}) => {
        const timeoutMs = this.#options.actTimeoutMs ?? 30_000;
        try {
          return readActResults(
            await this.#call(target, { verb: 'act', acts }, options, { once: true, timeoutMs }),
            acts,
          );
        } catch (error) {
          // So is what is signed and makes no sense.
          const isLost =
            error instanceof LostAnswer || (error instanceof ServiceError && error.code === 'STORE_ANSWER_INVALID');
          if (isLost) return unknownOutcomes(acts);
          throw error;
        }
      },
    };
  }

  async #call(
    target: BridgeTarget,
    message: { readonly verb: string; readonly statements?: readonly object[]; readonly acts?: readonly object[] },
    { signal, observe }: CallOptions = {},
    sending: Sending = { once: false, timeoutMs: this.#timeoutMs },
  ): Promise<unknown> {
    const body = Buffer.from(JSON.stringify(message));
    if (body.length > maxRequestBytes - sealBytes) {
      throw new ServiceError(
        'REQUEST_TOO_LARGE',
        'The question to the store is longer than a bridge reads; ask for less at once.',
        {
          bytes: body.length,
        },
      );
    }
    const { signal: deadline, end } = limitOf(sending.timeoutMs, signal);
    const tooLate = sending.once ? () => new LostAnswer() : timeoutError;
    const began = performance.now();
    const tell = (outcome: string, answer: { readonly body: unknown; readonly bytes: number }) => {
      const told = { verb: message.verb, statements: message.statements?.length ?? 0, sentBytes: body.length };
      const ended = performance.now();
      observe?.({ began, ended, ...told, answerBytes: answer.bytes, ...toldTimes(answer.body), outcome });
    };
    try {
      const answer = await this.#reachability.attempt(target.url, () =>
        beforeDeadline(this.#ask(target, body, deadline, new Set(), sending), deadline, tooLate),
      );
      tell('OK', answer);
      return answer.body;
    } catch (error) {
      tell(error instanceof ServiceError ? error.code : 'LOST', { body: null, bytes: 0 });
      throw error;
    } finally {
      end();
    }
  }

  async #ask(
    target: BridgeTarget,
    body: Buffer,
    deadline: AbortSignal,
    repeated: Repeated,
    sending: Sending,
  ): Promise<BridgeAnswer & { kind: 'answered' }> {
    const answer = await this.#exchange(target, body, deadline, repeated, sending);
    if (answer.kind === 'answered') return answer;
    // What is refused before anything is begun may be sent again.
    if (this.#mend(target, answer, repeated)) return this.#ask(target, body, deadline, repeated, sending);
    if (sending.once && answer.code === 'INTERNAL') throw new LostAnswer();
    throw refusalError(answer.code, answer.setting);
  }

  /** Does what a refusal asks for, once; false where repeating would not help. */
  #mend(
    target: BridgeTarget,
    { code, signed, clock }: BridgeAnswer & { kind: 'refused' },
    repeated: Repeated,
  ): boolean {
    const once = (what: 'clock' | 'nonce' | 'encryption'): boolean =>
      !repeated.has(what) && Boolean(repeated.add(what));
    if (!signed) return false;
    if (code === 'EXPIRED' && clock !== null && once('clock')) {
      this.#clockAhead.set(target.url, clock - this.#seconds());
      return true;
    }
    if (code === 'INSECURE' && once('encryption')) {
      this.#wantsEncryption.set(target.url, true);
      return true;
    }
    // Whoever mends that store may well do so by other means than encryption.
    if (code === 'ENCRYPTION_UNAVAILABLE') this.#wantsEncryption.delete(target.url);
    return code === 'REPLAYED' && once('nonce');
  }

  /** Sends the body, signed anew, and reads the answer. */
  async #exchange(
    target: BridgeTarget,
    body: Buffer,
    deadline: AbortSignal,
    repeated: Repeated,
    sending: Sending,
  ): Promise<BridgeAnswer> {
    const { key } = target;
    const { randomBytes, dispatcher: pool, actDispatcher = pool } = this.#options;
    const dispatcher = sending.once ? actDispatcher : pool;
    const url = new URL(target.url);
    const created = this.#seconds() + (this.#clockAhead.get(target.url) ?? 0);
    const nonce = Buffer.from(randomBytes(16)).toString('base64url');
    const encrypted = isExposed(url) || this.#wantsEncryption.has(target.url);
    const sent = encrypted ? sealRequest(body, key.secret, nonce, randomBytes(12)) : body;
    const type = encrypted ? encryptedType : 'application/json';
    const { headers, signature } = signRequest(url, type, sent, key, {
      created,
      // The store works on it for no longer than the service waits.
      expires: created + Math.min(lifetimeSeconds, Math.max(1, Math.ceil(sending.timeoutMs / 1000))),
      nonce,
    });
    const asked: Asked = { url, key, nonce, signature, encrypted };

    const began = performance.now();
    let response: Dispatcher.ResponseData;
    try {
      response = await dispatcher.request({
        origin: url.origin,
        path: url.pathname + url.search,
        method: 'POST',
        headers: {
          ...headers,
          'accept-encoding': this.#near.has(target.url) ? 'identity' : 'gzip',
          accept: `${type}, application/json`,
        },
        body: sent,
        signal: deadline,
        headersTimeout: 0,
        bodyTimeout: 0,
        // What comes in very small pieces is taken no more of at once than a turn of the event loop has time for.
        highWaterMark: 2 * 1024,
      });
    } catch (error) {
      if (sending.once && !isUnsent(error)) throw new LostAnswer(undefined, { cause: error });
      if (deadline.aborted) throw timeoutError();
      // A kept-alive connection may be closed by the store in the moment that it is used; a question changes nothing there.
      if (isConnectionReset(error) && !repeated.has('reset')) {
        repeated.add('reset');
        return this.#exchange(target, body, deadline, repeated, sending);
      }
      throw connectionError(error);
    }
    const waitedMs = performance.now() - began;
    try {
      const answer = await readAnswer(response, asked, this.#maxAnswerBytes);
      const { phpMs } = toldTimes(answer.kind === 'answered' ? answer.body : null);
      if (phpMs !== null) this.#near.note(target.url, waitedMs, phpMs);
      return answer;
    } catch (error) {
      if (sending.once) throw new LostAnswer(undefined, { cause: error });
      throw deadline.aborted ? timeoutError() : connectionError(error);
    }
  }

  #seconds(): number {
    return Math.floor(this.#options.now().getTime() / 1000);
  }
}
