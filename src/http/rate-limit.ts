import type { RedisClientType } from '@redis/client';
import type { FastifyReply } from 'fastify';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { beforeDeadline, limitOf } from '../bridge/deadline.js';
import type { Caller } from '../domain/caller.js';
import { sendError } from './http-error.js';

/** How often one key may ask. */
export interface RateLimitOptions {
  /** Requests a minute; 0: as often as it likes. */
  readonly perMinute: number;
  /** Where the count is kept for several instances together; null: each counts for itself. */
  readonly redis: RedisClientType | null;
}

const windowSeconds = 60;
/** How long Redis may take to count a request, in milliseconds, and for how long it is not asked where it took longer. */
const [patienceMs, restMs] = [500, 5_000];

/** Counts the requests of each key, and refuses those that are too many with RATE_LIMITED and the time to wait. */
export class RateLimit {
  readonly #alone: RateLimiterMemory | null;
  readonly #together: RateLimiterRedis | null;
  /** Until when Redis is not asked, on the clock of `performance.now()`. */
  #aloneUntil = 0;

  constructor({ perMinute, redis }: RateLimitOptions) {
    const counting = { points: perMinute, duration: windowSeconds, keyPrefix: 'drawbridge:rate' };
    // Where Redis does not answer each instance counts for itself: a lost count is no reason to refuse anybody.
    const alone = perMinute === 0 ? null : new RateLimiterMemory(counting);
    this.#alone = alone;
    this.#together =
      alone && redis
        ? new RateLimiterRedis({ ...counting, storeClient: redis, useRedisPackage: true, insuranceLimiter: alone })
        : null;
  }

  /** Counts one request of many that belong together; how long it has to wait where the key has none left, in milliseconds. */
  async waitMs(caller: Caller): Promise<number> {
    try {
      if (this.#alone) await this.#count(keyOf(caller), this.#alone);
      return 0;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return Math.max(1, refused.msBeforeNext);
    }
  }

  /** Counts a request and tells in its headers how many are left; whether it may go on. Where not, the answer has been sent. */
  async admit(caller: Caller, reply: FastifyReply): Promise<boolean> {
    if (!this.#alone) return true;
    let counted: RateLimiterRes;
    let admitted = true;
    try {
      counted = await this.#count(keyOf(caller), this.#alone);
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      counted = refused;
      admitted = false;
    }
    const resetSeconds = Math.ceil(counted.msBeforeNext / 1000);
    reply.headers({
      'ratelimit-policy': `"key";q=${this.#alone.points};w=${windowSeconds}`,
      ratelimit: `"key";r=${Math.max(0, counted.remainingPoints)};t=${resetSeconds}`,
    });
    if (admitted) return true;
    reply.header('retry-after', resetSeconds);
    await sendError(
      reply,
      429,
      'RATE_LIMITED',
      `This key may ask ${this.#alone.points} times a minute; ask again in ${resetSeconds} seconds.`,
    );
    return false;
  }

  /** Counts a request; rejects with what is left, which is nothing, where it is one too many. */
  async #count(key: string, alone: RateLimiterMemory): Promise<RateLimiterRes> {
    if (!this.#together || performance.now() < this.#aloneUntil) return alone.consume(key);
    const { signal, end } = limitOf(patienceMs);
    try {
      return await beforeDeadline(this.#together.consume(key), signal);
    } catch (error) {
      if (!signal.aborted || error instanceof RateLimiterRes) throw error;
      // One that hangs neither refuses nor lets go of a connection.
      this.#aloneUntil = performance.now() + restMs;
      return alone.consume(key);
    } finally {
      end();
    }
  }
}

/** Names a key without its secret; two keys of one account count apart, and two technicians of one name. */
function keyOf({ accountId, actor, supportAccessId }: Caller): string {
  return `${accountId} ${supportAccessId ?? actor}`;
}
