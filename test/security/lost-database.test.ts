import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { openTcpProxy, type TcpProxy } from '../../bench/tcp-proxy.js';
import { describeWhere } from '../support/machine.js';
import { withPostgres } from '../support/registry-places.js';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.js';
import { ask, type GraphqlReply } from '../support/test-service.js';

/** How often the way to the database is cut; DRAWBRIDGE_TEST_CUTS for more. */
const cuts = Number(process.env.DRAWBRIDGE_TEST_CUTS ?? 12);
const key = 'k'.repeat(32);

/** What clients ask while the way is cut: reading, paging, changing, and what authentication asks for itself. */
const operations = [
  '{ stores { nodes { id } } }',
  '{ orders(first: 1) { nodes { id } unanswered { code } } }',
  'mutation { createApiKey(input: { name: "of a test", scopes: ["stores.read"] }) { secret userErrors { code } } }',
];

describeWhere(['a PostgreSQL on 127.0.0.1:5432 that trusts its user postgres'], 'a lost database', () => {
  const postgres = withPostgres();
  let folder: string;
  let proxy: TcpProxy;
  let service: ServiceProcess;
  let issued: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-lost-'));
    proxy = await openTcpProxy(5432);
    const url = new URL(postgres.url);
    url.port = String(proxy.port);
    service = await startServiceProcess(
      {
        DATABASE_URL: url.href,
        DRAWBRIDGE_API_KEYS: `tests:${key}`,
        DRAWBRIDGE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
        DRAWBRIDGE_MONITOR_INTERVAL_SECONDS: '1',
        LOG_LEVEL: 'warn',
      },
      folder,
    );
    const { data } = await ask(
      service,
      'mutation { createApiKey(input: { name: "issued", scopes: ["stores.read", "orders.read"] }) { secret } }',
      {},
      key,
    );
    issued = data.createApiKey.secret;
  });
  afterAll(async () => {
    await service?.close();
    await proxy?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const isRefusedWell = ({ errors }: GraphqlReply) =>
    (errors ?? []).every(
      ({ extensions }) => extensions.code === 'REGISTRY_UNAVAILABLE' && extensions.retryable === true,
    );

  test(`the way to it is cut ${cuts} times with 24 clients under way: each gets an answer or a coded error, and the next ones work`, async () => {
    const replies: GraphqlReply[] = [];
    let going = true;
    const clients = Array.from({ length: 24 }, async (_, i) => {
      while (going) {
        replies.push(await ask(service, operations[i % 3] ?? '', {}, i % 2 || i % 3 === 2 ? key : issued));
      }
    });
    for (let i = 0; i < cuts; i += 1) {
      await pause(100 + ((i * 37) % 60));
      proxy.cut();
      await pause(150);
      const next = await Promise.all(operations.slice(0, 2).map((operation) => ask(service, operation, {}, key)));
      expect(next.map(({ errors }) => errors)).toEqual([undefined, undefined]);
    }
    going = false;
    await Promise.all(clients);
    expect(replies.filter((reply) => !isRefusedWell(reply))).toEqual([]);
    expect(replies.some(({ errors }) => errors)).toBe(true);
    expect(replies.filter(({ errors }) => !errors).length).toBeGreaterThan(cuts * 5);
    expect(service.written()).not.toContain('A bug');
  });

  test('one that hangs is not waited for longer than its limits, is told of by /ready, and comes back', async () => {
    const timed = async <T>(work: Promise<T>): Promise<[T, number]> => {
      const began = performance.now();
      return [await work, performance.now() - began];
    };
    proxy.silent = true;
    const [[ready, readyMs], ...asked] = await Promise.all([
      timed(fetch(`${service.url}/ready`)),
      ...operations.map((operation) => timed(ask(service, operation, {}, key))),
      timed(ask(service, operations[0] ?? '', {}, issued)),
    ]);
    expect(ready.status).toBe(503);
    expect(readyMs).toBeLessThan(6_000);
    for (const [reply, milliseconds] of asked) {
      expect(reply.errors?.map(({ extensions }) => extensions)).toEqual([
        { code: 'REGISTRY_UNAVAILABLE', retryable: true },
      ]);
      expect(milliseconds).toBeLessThan(7_000);
    }
    expect((await fetch(`${service.url}/health`)).status).toBe(200);

    proxy.silent = false;
    await pause(200);
    const again = await ask(service, operations[0] ?? '', {}, issued);
    expect(again.errors).toBeUndefined();
    expect((await fetch(`${service.url}/ready`)).status).toBe(200);
  });

  test('a lock that somebody holds is not waited for longer than its limit', async () => {
    const holding = postgres.query('begin; lock table api_keys in access exclusive mode; select pg_sleep(5.5); commit');
    await pause(300);
    const began = performance.now();
    const { errors } = await ask(service, operations[2] ?? '', {}, key);
    expect(errors?.[0]?.extensions).toEqual({ code: 'REGISTRY_UNAVAILABLE', retryable: true });
    expect(performance.now() - began).toBeLessThan(6_000);
    await holding;
    expect((await ask(service, operations[2] ?? '', {}, key)).errors).toBeUndefined();
  });
});
