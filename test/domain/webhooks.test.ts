import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { Webhook } from 'standardwebhooks';
import { Agent } from 'undici';
import { bridgeAgent } from '../../src/bridge/address-guard.js';
import { wholeAccount } from '../../src/domain/caller.js';
import { WebhookDelivery } from '../../src/domain/webhook-delivery.js';
import { WebhookEndpoints } from '../../src/domain/webhook-endpoints.js';
import { type WebhookJob, WebhookNotifications } from '../../src/domain/webhook-notifications.js';
import { Cipher } from '../../src/infrastructure/cipher.js';
import type { OpenDatabase } from '../../src/infrastructure/database.js';
import { JobFailure, JobQueue } from '../../src/infrastructure/job-queue.js';
import { createLogger } from '../../src/infrastructure/logger.js';
import { describeOnEveryDatabase } from '../support/registry-places.js';

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const mine = wholeAccount('default');

describeOnEveryDatabase('telling accounts by webhook', (open) => {
  let opened: OpenDatabase;
  let receiver: Server;
  let receiverUrl: string;
  let heard: Heard[];
  let answers: number[];
  let now: Date;
  let queue: JobQueue<WebhookJob>;
  let endpoints: WebhookEndpoints;
  let notifications: WebhookNotifications;
  let delivery: WebhookDelivery;
  let faults: unknown[];

  beforeAll(async () => {
    opened = await open();
    const { database } = opened;
    receiver = createServer((request, response) => {
      let body = '';
      request.on('data', (data) => {
        body += data;
      });
      request.on('end', () => {
        heard.push({ headers: request.headers, body });
        response.writeHead(answers.shift() ?? 200, { location: 'http://127.0.0.1:1/' }).end('A long story');
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
    const sealing = new Cipher(randomBytes(32));
    const parts = { database, sealing, randomBytes, randomUuid: randomUUID, now: () => now };
    endpoints = new WebhookEndpoints({
      ...parts,
      allowPrivateAddresses: true,
      resolveHost: async () => [],
      canTell: () => queue.start(),
    });
    delivery = new WebhookDelivery({ ...parts, endpoints, dispatcher: new Agent(), log: createLogger('silent') });
    faults = [];
    queue = new JobQueue({
      run: opened.run,
      name: 'webhooks',
      retry: { retries: 5, firstDelaySeconds: 1, maxDelaySeconds: 1 },
      pollSeconds: 0.5,
      reportBug: (error) => faults.push(error),
    });
    notifications = new WebhookNotifications({ ...parts, add: (within, jobs) => queue.add(within, jobs) });
    await queue.work((job) => delivery.deliver(job));
  }, 60_000);
  beforeEach(async () => {
    now = new Date();
    heard = [];
    answers = [];
    await opened.database.deleteFrom('webhook_endpoints').execute();
  });
  afterAll(async () => {
    await opened?.close();
    receiver?.close();
  });

  const endpoint = async (
    topics: ('STORE_UNREACHABLE' | 'STORE_RECOVERED')[] = ['STORE_UNREACHABLE'],
    enabled = true,
  ) => {
    const { endpoint: made, secret } = await endpoints.create(mine, { url: receiverUrl, topics, enabled });
    return { id: made?.id ?? '', secret: secret ?? '' };
  };
  const until = async (holds: () => boolean | Promise<boolean>) => {
    for (let waited = 0; waited < 20_000; waited += 100) {
      if (await holds()) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('what the test waits for must happen within 20 seconds');
  };

  /** Waits until no job is left to be done. */
  const allTold = () =>
    until(async () => {
      const { rows } = await sql`select from jobs.job where name = 'webhooks' and state <= 'active'`.execute(
        opened.database,
      );
      return rows.length === 0;
    });

  test('each enabled endpoint that wants the topic is told once, signed so that its library verifies it', async () => {
    const { secret } = await endpoint();
    await endpoint(['STORE_RECOVERED']);
    await endpoint(['STORE_UNREACHABLE'], false);
    await notifications.notify('default', 'STORE_UNREACHABLE', {
      storeId: 'gid://drawbridge/Store/1',
      code: 'STORE_TIMEOUT',
    });
    await allTold();
    expect(heard).toHaveLength(1);
    const [{ headers, body }] = heard as [Heard];
    expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual({
      type: 'STORE_UNREACHABLE',
      timestamp: now.toISOString(),
      data: { storeId: 'gid://drawbridge/Store/1', code: 'STORE_TIMEOUT' },
    });
    expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow();
  });

  test('nobody is told of what was rolled back', async () => {
    await endpoint();
    const undone = opened.database.transaction().execute(async (database) => {
      await notifications.within(database).notify('default', 'STORE_UNREACHABLE', { storeId: 'undone' });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    await notifications.notify('default', 'STORE_UNREACHABLE', { storeId: 'done' });
    await allTold();
    expect(heard.map(({ body }) => JSON.parse(body).data.storeId)).toEqual(['done']);
  });

  test('an endpoint that fails is told again, the same event under the same id, until it takes it', async () => {
    const { id } = await endpoint();
    answers = [500, 302];
    await notifications.notify('default', 'STORE_UNREACHABLE', {});
    await until(async () => (await endpoints.find(mine, id))?.lastError === 'HTTP 302');
    await until(() => heard.length === 3);
    await until(async () => (await endpoints.find(mine, id))?.lastSucceededAt !== null);
    expect(new Set(heard.map(({ headers }) => headers['webhook-id'])).size).toBe(1);
    expect(await endpoints.find(mine, id)).toMatchObject({ enabled: true, lastError: null, lastFailedAt: now });
  }, 30_000);

  test('the pauses between attempts grow from seconds to hours, and span three days', async () => {
    const retries = 30;
    const longest = new JobQueue<WebhookJob>({
      run: opened.run,
      name: 'pauses',
      retry: { retries, firstDelaySeconds: 15, maxDelaySeconds: 14_400 },
      pollSeconds: 0.5,
      reportBug: (error) => faults.push(error),
    });
    // One job for each attempt that there can be, as it would be then; what the database plans for the next one is read.
    const job = { endpointId: '', eventId: '', topic: 'PING', at: '', payload: {} } as const;
    await longest.add(opened.database, Array(retries + 1).fill(job));
    await sql`update jobs.job set retry_count = tried.before from (
      select id, row_number() over (order by id) - 1 as before from jobs.job where name = 'pauses'
    ) tried where tried.id = job.id and job.name = 'pauses'`.execute(opened.database);
    await longest.work(async () => {
      throw new JobFailure('never');
    });
    const rows = async () =>
      (
        await sql<{ state: string; pause: string }>`
          select state, extract(epoch from start_after - now()) as pause from jobs.job
          where name = 'pauses' and state in ('retry', 'failed') order by retry_count, state desc`.execute(
          opened.database,
        )
      ).rows;
    await until(async () => (await rows()).length === retries + 1);
    await longest.close();
    const tried = await rows();
    expect(tried.map(({ state }) => state)).toEqual([...Array(retries).fill('retry'), 'failed']);
    const pauses = tried.slice(0, retries).map(({ pause }) => Number(pause));
    expect(pauses[0]).toBeLessThan(31);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(14_400);
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThan(3 * 86_400);
  }, 60_000);

  test('an endpoint that fails for a day is disabled and says so; enabling it begins anew', async () => {
    const { id } = await endpoint();
    const job: WebhookJob = {
      endpointId: id,
      eventId: 'msg_1',
      topic: 'STORE_UNREACHABLE',
      at: now.toISOString(),
      payload: {},
    };
    answers = [500, 500, 500];
    await expect(delivery.deliver(job)).rejects.toThrow('HTTP 500');
    now = new Date(now.getTime() + 86_399_000);
    await expect(delivery.deliver(job)).rejects.toThrow('HTTP 500');
    expect((await endpoints.find(mine, id))?.enabled).toBe(true);
    now = new Date(now.getTime() + 1_000);
    await delivery.deliver(job);
    expect(await endpoints.find(mine, id)).toMatchObject({
      enabled: false,
      lastError: 'Disabled: it failed for a day (HTTP 500).',
    });
    await delivery.deliver(job);
    expect(heard).toHaveLength(3);
    await endpoints.update(mine, id, { enabled: true });
    expect(await endpoints.find(mine, id)).toMatchObject({ enabled: true, lastError: null });
    await delivery.deliver(job);
    expect(heard).toHaveLength(4);
  });

  test.each([
    { value: '2026-01-01T00:00:00.000Z', id: '1' },
    { value: '+099999-01-01T00:00:00.000Z', id: '635acb71-8590-40cb-afdf-9fcdee95b7de' },
  ])('a place that is not of the list of endpoints is refused: %j', async (after) => {
    const request = { limit: 1, backward: false, after, before: null, totalCount: false };
    await expect(endpoints.page(mine, request)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('an event is given up after three days', async () => {
    const { id } = await endpoint();
    const at = new Date(now.getTime() - 3 * 86_400_000 - 1).toISOString();
    await delivery.deliver({ endpointId: id, eventId: 'msg_1', topic: 'STORE_UNREACHABLE', at, payload: {} });
    expect(heard).toEqual([]);
  });

  test('a PING goes out at once and shows how it went', async () => {
    const { id } = await endpoint([], false);
    answers = [404, 200];
    expect((await delivery.test(mine, id)).endpoint).toMatchObject({ lastError: 'HTTP 404', lastFailedAt: now });
    expect((await delivery.test(mine, id)).endpoint).toMatchObject({ lastError: null, lastSucceededAt: now });
    expect(heard.map(({ body }) => JSON.parse(body).type)).toEqual(['PING', 'PING']);
  });

  test('another account sees and changes no endpoint, and a key limited to stores none at all', async () => {
    const { id } = await endpoint();
    const other = wholeAccount('another');
    expect(await endpoints.find(other, id)).toBeNull();
    expect((await endpoints.update(other, id, { enabled: false })).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    expect(await endpoints.delete(other, id)).toBe(false);
    expect((await delivery.test(other, id)).userErrors).toMatchObject([{ code: 'NOT_FOUND' }]);
    await expect(endpoints.find({ accountId: 'default', storeIds: [] }, id)).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    expect((await endpoints.find(mine, id))?.enabled).toBe(true);
  });

  test('an account gets no more endpoints than it may have, though all be asked for at once', async () => {
    const wanted = { url: receiverUrl, topics: [], enabled: true };
    const made = await Promise.all(Array.from({ length: 60 }, () => endpoints.create(mine, wanted)));
    expect(made.filter(({ endpoint: one }) => one !== null)).toHaveLength(50);
    const refused = made.flatMap(({ userErrors }) => userErrors.map(({ code }) => code));
    expect(refused).toEqual(Array.from({ length: 10 }, () => 'TOO_MANY_ENDPOINTS'));
  });

  test('an address within this machine is refused when given, and again when it is called', async () => {
    const strict = new WebhookEndpoints({
      database: opened.database,
      sealing: new Cipher(randomBytes(32)),
      randomBytes,
      randomUuid: randomUUID,
      now: () => now,
      allowPrivateAddresses: false,
      resolveHost: async (host) => (host === 'private.example' ? ['10.0.0.1'] : ['127.0.0.1']),
      canTell: async () => undefined,
    });
    const make = (url: string) => strict.create(mine, { url, topics: [], enabled: true });
    expect((await make('https://private.example/')).userErrors).toMatchObject([{ code: 'ADDRESS_NOT_ALLOWED' }]);
    expect((await make('http://shop.example/')).userErrors).toMatchObject([{ code: 'URL_INVALID' }]);
    const { id } = await endpoint();
    const guarded = new WebhookDelivery({
      database: opened.database,
      endpoints,
      sealing: { open: () => randomBytes(32), seal: () => '' },
      dispatcher: bridgeAgent({ allowPrivateAddresses: false }),
      randomUuid: randomUUID,
      now: () => now,
      log: createLogger('silent'),
    });
    expect((await guarded.test(mine, id)).endpoint?.lastError).toBe('The address is not a public one.');
    expect(heard).toEqual([]);
  });

  // The last test: nothing is delivered after it.
  test('the queue ends without a fault', async () => {
    await queue.close();
    expect(faults).toEqual([]);
  });
});
