import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type BareStore, openBareStore } from '../support/bare-store.js';
import { describeWhere } from '../support/machine.js';
import { withPostgres } from '../support/registry-places.js';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.js';
import { freePort } from '../support/system-php.js';
import { ask } from '../support/test-service.js';

const key = 'k'.repeat(32);

describeWhere(
  ['a PostgreSQL on 127.0.0.1:5432 that trusts its user postgres', 'php-fpm, nginx and unzip'],
  'three instances on one PostgreSQL behind nginx',
  () => {
    const postgres = withPostgres();
    const instances: ServiceProcess[] = [];
    let front: { readonly url: string; close(): Promise<void> };
    let store: BareStore;
    let folder: string;
    let storeId: string;
    beforeAll(async () => {
      [folder, store] = await Promise.all([mkdtemp(join(tmpdir(), 'drawbridge-instances-')), openBareStore()]);
      const start = () =>
        startServiceProcess(
          {
            DATABASE_URL: postgres.url,
            DRAWBRIDGE_API_KEYS: `tests:${key}`,
            DRAWBRIDGE_MASTER_KEY: Buffer.alloc(32, 7).toString('base64'),
            DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on',
            DRAWBRIDGE_MONITOR_INTERVAL_SECONDS: '0',
            DRAWBRIDGE_DRAIN_SECONDS: '1',
            LOG_LEVEL: 'warn',
          },
          folder,
        );
      instances.push(await start(), ...(await Promise.all([start(), start()])));
      front = await startFront(folder, instances);
      const connect =
        'mutation ($url: URL!) { connectStore(input: { url: $url }) { store { id } bridge { downloadUrl } userErrors { message } } }';
      const { data } = await ask(front, connect, { url: store.url }, key);
      storeId = data.connectStore.store.id;
      const zip = await fetch(data.connectStore.bridge.downloadUrl, { method: 'POST' });
      await store.unzip(new Uint8Array(await zip.arrayBuffer()));
      const verify = 'mutation ($id: ID!) { verifyStore(id: $id) { store { status } } }';
      expect((await ask(front, verify, { id: storeId }, key)).data.verifyStore.store.status).toBe('ACTIVE');
    }, 120_000);
    afterAll(async () => {
      await front?.close();
      await Promise.all(instances.map((one) => one.close().catch(() => undefined)));
      await store?.close();
      await rm(folder, { recursive: true, force: true });
    });
    const instance = (i: number) => instances[i] as ServiceProcess;
    /** How long it takes until it holds, in milliseconds; at most three seconds. */
    const msUntil = async (holds: () => Promise<boolean>): Promise<number> => {
      const began = performance.now();
      while (!(await holds()) && performance.now() - began < 3_000) await pause(20);
      return performance.now() - began;
    };

    test('a configuration that one reads anew, the others do within a second', async () => {
      const query = 'query ($id: ID!) { store(id: $id) { config { fetchedAt } } }';
      const fetchedAt = async (i: number): Promise<string> =>
        (await ask(instance(i), query, { id: storeId }, key)).data.store.config.fetchedAt;
      const before = await Promise.all([0, 1, 2].map(fetchedAt));
      await pause(20);
      const refreshed = new Date().toISOString();
      const refresh = 'mutation ($id: ID!) { refreshStoreConfig(storeId: $id) { userErrors { code } } }';
      await ask(instance(0), refresh, { id: storeId }, key);
      for (const i of [1, 2]) {
        expect((before[i] ?? '') < refreshed).toBe(true);
        expect(await msUntil(async () => (await fetchedAt(i)) > refreshed)).toBeLessThan(1_000);
      }
    });

    test('a key that one revokes, the others refuse within a second', async () => {
      const create = 'mutation { createApiKey(input: { name: "short", scopes: ["*"] }) { secret apiKey { id } } }';
      const { secret, apiKey } = (await ask(instance(0), create, {}, key)).data.createApiKey;
      const status = async (i: number) => (await ask(instance(i), '{ __typename }', {}, secret)).status;
      expect(await Promise.all([0, 1, 2].map(status))).toEqual([200, 200, 200]);
      await ask(instance(1), 'mutation ($id: ID!) { revokeApiKey(id: $id) { apiKey { id } } }', { id: apiKey.id }, key);
      for (const i of [0, 2]) expect(await msUntil(async () => (await status(i)) === 401)).toBeLessThan(1_000);
    });

    test('where one is killed under load, none fails but what it held', async () => {
      const failed: { readonly began: number; readonly ended: number }[] = [];
      const served = new Map<string, number>();
      let [answered, over] = [0, false];
      const query = 'query ($id: ID!) { store(id: $id) { products(first: 3) { nodes { id name } } } }';
      const client = async () => {
        while (!over) {
          const began = performance.now();
          const response = await fetch(`${front.url}/graphql`, {
            method: 'POST',
            headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
            body: JSON.stringify({ query, variables: { id: storeId } }),
          });
          const text = await response.text();
          const by = response.headers.get('x-served-by') ?? '';
          served.set(by, (served.get(by) ?? 0) + 1);
          if (response.status === 200 && text.includes('"nodes":[{"id"')) answered += 1;
          else failed.push({ began, ended: performance.now() });
        }
      };
      const clients = Array.from({ length: 12 }, client);
      await pause(1_500);
      await instance(2).crash();
      const goneAt = performance.now();
      await pause(2_000);
      over = true;
      await Promise.all(clients);
      const [, , third] = instances.map(({ url }) => new URL(url).host);
      expect([...served.keys()]).toContain(third);
      expect(answered).toBeGreaterThan(50);
      // Whatever began after it was gone was answered; what failed had begun before, and no more of it than there were clients.
      expect(failed.filter(({ began }) => began > goneAt)).toEqual([]);
      expect(failed.length).toBeLessThanOrEqual(clients.length);
    }, 30_000);

    test('one that is to end says so first, and answers all the same until it is asked no more', async () => {
      const ending = instance(1);
      expect((await fetch(`${ending.url}/ready`)).status).toBe(200);
      const closed = ending.close();
      expect(await msUntil(async () => (await fetch(`${ending.url}/ready`)).status === 503)).toBeLessThan(500);
      expect((await ask(ending, '{ __typename }', {}, key)).status).toBe(200);
      expect((await fetch(`${ending.url}/health`)).status).toBe(200);
      await closed;
      await expect(fetch(`${ending.url}/health`)).rejects.toThrow();
      expect((await ask(front, '{ __typename }', {}, key)).status).toBe(200);
    });
  },
);

/** An nginx before the instances that asks the next where it reaches none, and none twice for what may change something. */
async function startFront(folder: string, instances: readonly ServiceProcess[]) {
  const port = await freePort();
  const isRoot = process.getuid?.() === 0;
  const upstream = instances.map(({ url }) => `server ${new URL(url).host} max_fails=1 fail_timeout=1s;`).join(' ');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  await writeFile(
    join(folder, 'nginx.conf'),
    `${isRoot ? 'user root;' : ''} daemon off; pid ${folder}/nginx.pid; error_log ${folder}/nginx.log; worker_processes 1;
events {}
http {
  access_log off; ${temporary.join(' ')}
  upstream drawbridge { ${upstream} }
  server {
    listen 127.0.0.1:${port};
    location / { proxy_pass http://drawbridge; add_header x-served-by $upstream_addr always; }
  }
}
`,
  );
  const nginx = spawn('nginx', ['-p', folder, '-e', join(folder, 'nginx.log'), '-c', join(folder, 'nginx.conf')], {
    stdio: 'ignore',
  });
  const exited = new Promise<void>((resolve) => nginx.once('exit', () => resolve()));
  const url = `http://127.0.0.1:${port}`;
  for (let waited = 0; waited < 100; waited += 1) {
    if (
      await fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false,
      )
    )
      break;
    await pause(50);
  }
  return {
    url,
    close: async () => {
      nginx.kill('SIGTERM');
      await exited;
    },
  };
}
