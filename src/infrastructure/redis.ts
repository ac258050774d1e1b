import type { RedisClientType } from '@redis/client';
import type { Log } from './logger.js';
import { optionalPackage } from './optional-package.js';

/** How long Redis may say nothing, in milliseconds: it is asked for a sign every half of that, and left for a new connection then. */
const silentMs = 2_000;

/** Connects to Redis, and again whenever the connection is lost. Does not wait for the first connection longer than it takes to fail once. */
export async function openRedis(url: string, log: Log): Promise<RedisClientType> {
  const { createClient } = await optionalPackage('@redis/client', 'REDIS_URL', () => import('@redis/client'));
  const client: RedisClientType = createClient({
    url,
    disableOfflineQueue: true,
    pingInterval: silentMs / 2,
    socket: { connectTimeout: silentMs, socketTimeout: silentMs },
  });
  client.on('error', (error: Error) =>
    log.warn({ err: error }, 'Redis does not answer; each instance counts for itself.'),
  );
  await Promise.race([
    client.connect().catch(() => undefined),
    new Promise((resolve) => client.once('error', resolve)),
  ]);
  return client;
}
