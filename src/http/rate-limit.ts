import type { RedisClientType } from '@redis/client';
import type { FastifyReply } from 'fastify';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
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

/** Counts the requests of each key, and refuses those that are too many with RATE_LIMITED and the time to wait. */
export class RateLimit {
  readonly #limiter: RateLimiterMemory | RateLimiterRedis | null;

  constructor({ perMinute, redis }: RateLimitOptions) {
    const counting = { points: perMinute, duration: windowSeconds, keyPrefix: 'drawbridge:rate' };
    // Where Redis does not answer each instance counts for itself: a lost count is no reason to refuse anybody.
    const alone = perMinute === 0 ? null : new RateLimiterMemory(counting);
    this.#limiter =
      alone && redis
        ? new RateLimiterRedis({ ...counting, storeClient: redis, useRedisPackage: true, insuranceLimiter: alone })
        : alone;
  }

  /** Counts one request of many that belong together; how long it has to wait where the key has none left, in milliseconds. */
  async waitMs(caller: Caller): Promise<number> {
    try {
      await this.#limiter?.consume(keyOf(caller));
      return 0;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return Math.max(1, refused.msBeforeNext);
    }
  }

  /** Counts a request and tells in its headers how many are left; whether it may go on. Where not, the answer has been sent. */
  async admit(caller: Caller, reply: FastifyReply): Promise<boolean> {
    if (!this.#limiter) return true;
    let counted: RateLimiterRes;
    let admitted = true;
    try {
      counted = await this.#limiter.consume(keyOf(caller));
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      counted = refused;
      admitted = false;
    }
    const resetSeconds = Math.ceil(counted.msBeforeNext / 1000);
    reply.headers({
      'ratelimit-policy': `"key";q=${this.#limiter.points};w=${windowSeconds}`,
      ratelimit: `"key";r=${Math.max(0, counted.remainingPoints)};t=${resetSeconds}`,
    });
    if (admitted) return true;
    reply.header('retry-after', resetSeconds);
    await sendError(
      reply,
      429,
      'RATE_LIMITED',
      `This key may ask ${this.#limiter.points} times a minute; ask again in ${resetSeconds} seconds.`,
    );
    return false;
  }
}

/** Names a key without its secret; two keys of one account count apart, and two technicians of one name. */
function keyOf({ accountId, actor, supportAccessId }: Caller): string {
  return `${accountId} ${supportAccessId ?? actor}`;
}
