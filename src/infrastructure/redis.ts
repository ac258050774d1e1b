import type { RedisClientType } from 'redis';
import type { Log } from './logger.js';

/** Connects to Redis, and again whenever the connection is lost. Does not wait for the first connection longer than it takes to fail once. */
export async function openRedis(url: string, log: Log): Promise<RedisClientType> {
  // Not loaded where it is not used.
  const { createClient } = await import('redis');
  const client: RedisClientType = createClient({ url, disableOfflineQueue: true });
  client.on('error', (error: Error) =>
    log.warn({ err: error }, 'Redis does not answer; each instance counts for itself.'),
  );
  await Promise.race([
    client.connect().catch(() => undefined),
    new Promise((resolve) => client.once('error', resolve)),
  ]);
  return client;
}
