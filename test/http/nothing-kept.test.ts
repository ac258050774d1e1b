import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { unzipSync } from 'fflate';
import { packageRoot } from '../../src/infrastructure/package-root.js';
import type { BridgedStore } from '../contract/bridged-store.js';
import { fixtures } from '../contract/fixtures.js';
import { type BareStore, openBareStore } from '../support/bare-store.js';
import { type ServiceProcess, startServiceProcess } from '../support/service-process.js';
import { ask } from '../support/test-service.js';

const key = 'an-api-key-of-the-tests';
const mark = 'Zwq7Mark';

/** Columns of text that say something of a shopper or of what is sold; what names a setting or a code stays as it is. */
const telling =
  /^(firstname|lastname|email|telephone|fax|company|address_?[12]|city|postcode|comment|title|name|description|meta_\w+|model|sku|upc|ean|mpn|location|tag|text|ip|user_agent|payment_(?!country|zone|address_format)\w+|shipping_(?!country|zone|address_format)\w+)$/;
const settingTables =
  /_(setting|language|currency|country|zone|order_status|stock_status|weight_class\w*|length_class\w*|store|extension|event|total)$/;

/** Writes the mark into every telling column of every row of the store. */
function markStore(file: string): number {
  const database = new DatabaseSync(file);
  let marked = 0;
  const tables = database.prepare("select name from sqlite_master where type = 'table'").all() as { name: string }[];
  for (const { name: table } of tables.filter((one) => !settingTables.test(one.name))) {
    const columns = database.prepare(`pragma table_info("${table}")`).all() as { name: string; type: string }[];
    for (const { name: column, type } of columns) {
      if (!telling.test(column) || /int|decimal|date|real|float|double/i.test(type)) continue;
      const value =
        column === 'email'
          ? `'${mark}' || lower(hex(randomblob(6))) || '@shop.example'`
          : `'${mark}' || lower(hex(randomblob(6))) || '-${column}-' || "${column}"`;
      marked += Number(
        database.prepare(`update "${table}" set "${column}" = ${value} where "${column}" <> ''`).run().changes,
      );
    }
  }
  database.close();
  return marked;
}

/**
 * One telling text for each place in an answer: what is no name of ours, no id of ours, no moment and no number, and longer than what
 * could stand anywhere. Places are field names without the numbers of rows.
 */
function textsByPlace(value: unknown, place = '', found = new Map<string, string>()): Map<string, string> {
  if (Array.isArray(value)) for (const one of value) textsByPlace(one, place, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, below] of Object.entries(value)) textsByPlace(below, `${place}.${name}`, found);
  } else if (typeof value === 'string' && value.length >= 8 && !ours.test(value)) {
    const before = found.get(place);
    if (!before || before.length < value.length) found.set(place, value);
  }
  return found;
}
const ours = /^(gid:|[A-Z][A-Z_]*$|\d{4}-\d\d-\d\dT|[\d.,+-]+$|[\w/+=-]{40,}$)/;

/** What lies in a file, without the blocks of zeros that databases have. */
async function contentOf(file: string): Promise<Buffer> {
  const whole = await readFile(file);
  const blocks = Array.from({ length: Math.ceil(whole.length / 4096) }, (_, i) =>
    whole.subarray(i * 4096, (i + 1) * 4096),
  );
  return Buffer.concat(blocks.filter((block) => !block.equals(zeros.subarray(0, block.length))));
}
const zeros = Buffer.alloc(4096);

async function textsBelow(folder: string): Promise<[string, string][]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (file) => [file, await readFile(file, 'latin1')] as [string, string]));
}

describe('nothing of a store is kept', () => {
  let store: BareStore;
  let service: ServiceProcess;
  let folder: string;
  let storeId: string;
  /** A store of every other platform, and its id. */
  const others: { readonly platformId: string; readonly store: BridgedStore; readonly id: string }[] = [];
  let receiver: Server;
  let collector: Server;
  /** Every span that was sent. */
  const spans: string[] = [];
  const told: string[] = [];
  const written: string[] = [];
  const start = async (environment: Record<string, string> = {}) => {
    service = await startServiceProcess(
      {
        DRAWBRIDGE_API_KEYS: `tests:${key}`,
        DRAWBRIDGE_DATA_DIR: join(folder, 'data'),
        DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on',
        TMPDIR: join(folder, 'tmp'),
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
        OTEL_BSP_SCHEDULE_DELAY: '200',
        ...environment,
      },
      folder,
    );
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-kept-'));
    await mkdir(join(folder, 'tmp'));
    collector = createServer(async (request, response) => {
      spans.push(Buffer.concat(await request.toArray()).toString());
      response.end('{}');
    });
    await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
    store = await openBareStore();
    expect(markStore(join(store.root, 'storage/store.sqlite'))).toBeGreaterThan(1_000);
    await start();
    const connect = `mutation ($input: ConnectStoreInput!) {
      connectStore(input: $input) { store { id } bridge { downloadUrl } }
    }`;
    const { store: made, bridge } = (await ask(service, connect, { input: { url: store.url } }, key)).data.connectStore;
    storeId = made.id;
    await store.unzip(new Uint8Array(await (await fetch(bridge.downloadUrl, { method: 'POST' })).arrayBuffer()));
    const verify = 'mutation ($id: ID!) { verifyStore(id: $id) { store { id status } } }';
    await ask(service, verify, { id: storeId }, key);

    const opened = await Promise.all(
      fixtures.flatMap(({ platformId, inFile }) =>
        platformId === 'OPENCART' || !inFile ? [] : [inFile.open().then((other) => ({ platformId, store: other }))],
      ),
    );
    expect(opened.length).toBe(fixtures.length - 1);
    for (const { platformId, store: other } of opened) {
      const { data } = await ask(service, connect, { input: { url: other.url } }, key);
      const { downloadUrl } = data.connectStore.bridge;
      const zip = new Uint8Array(await (await fetch(downloadUrl, { method: 'POST' })).arrayBuffer());
      for (const [name, content] of Object.entries(unzipSync(zip))) {
        const file = join(dirname(other.database), name);
        await mkdir(dirname(file), { recursive: true });
        await writeFile(file, content);
      }
      const { id } = data.connectStore.store;
      expect((await ask(service, verify, { id }, key)).data.verifyStore.store.status).toBe('ACTIVE');
      others.push({ platformId, store: other, id });
    }

    receiver = createServer(async (request, response) => {
      told.push(Buffer.concat(await request.toArray()).toString());
      response.end();
    });
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
    const topics = ['STORE_UNREACHABLE', 'STORE_RECOVERED', 'SUPPORT_ACCESS_GRANTED', 'SUPPORT_ACCESS_ENDED'];
    await ask(
      service,
      'mutation ($input: CreateWebhookEndpointInput!) { createWebhookEndpoint(input: $input) { endpoint { id } } }',
      { input: { url, topics } },
      key,
    );
  }, 180_000);
  afterAll(async () => {
    await service?.close();
    await Promise.all(others.map(({ store: other }) => other.close()));
    receiver?.close();
    collector?.close();
    await store?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const operation = (name: string) => readFile(join(packageRoot, `schema/operations/${name}.graphql`), 'utf8');
  const everything = [
    'products',
    'categories',
    'orders',
    'customers',
    'product-feed',
    'order-feed',
    'store-config',
    'variants',
  ];

  /** Asks a store for all there is; the answers. */
  const askStore = async (id: string, as = key): Promise<unknown[]> => {
    const answers: unknown[] = [];
    for (const name of everything) {
      answers.push(await ask(service, await operation(name), { id, store: id, storeIds: [id], first: 50 }, as));
    }
    return answers;
  };
  /** Asks for all there is, and gives every text of the answers that holds the mark. */
  const askAll = async (as = key): Promise<string[]> => {
    const answers = await askStore(storeId, as);
    await Promise.all(others.map(({ id }) => askStore(id, as)));
    return JSON.stringify(answers).match(/"[^"]*Zwq7Mark[^"]*"/g) ?? [];
  };

  test('whatever was asked, went wrong, came late or was under way when the service crashed', async () => {
    const untouched = new Map<string, Buffer>();
    for (const [file] of await textsBelow(folder)) untouched.set(file, await contentOf(file));
    const shown = await askAll();
    expect(shown.length).toBeGreaterThan(500);
    const telling = await Promise.all(
      others.map(async ({ platformId, store: other, id }) => ({
        platformId,
        texts: [...textsByPlace(await askStore(id))].filter(
          // The store's own name and address are what the registry is for.
          ([place, text]) => !/\.(config|store\.name)\b|StoreConfig/.test(place) && !other.url.startsWith(text),
        ),
      })),
    );
    for (const { platformId, texts } of telling) expect([platformId, texts.length > 25]).toEqual([platformId, true]);
    for (const known of ['@shop.example', 'firstname', 'lastname', 'telephone', 'city', 'postcode', 'description']) {
      expect(shown.some((text) => text.includes(known))).toBe(true);
    }
    const email = shown.find((text) => text.includes('@shop.example'))?.slice(1, -1) ?? '';
    const find = 'query ($store: ID!, $email: String!) { store(id: $store) { customer(email: $email) { firstName } } }';
    await ask(service, find, { store: storeId, email }, key);
    // In the text of a query, well-formed and not, in an id, in an address and in a header.
    await ask(
      service,
      `{ store(id: "${storeId}") { customers(first: 5, filter: { search: "${mark}" }) { nodes { email } } } }`,
      {},
      key,
    );
    await ask(service, `{ store(id: "${storeId}") { customer(email: "${email}") { nonsense } } }`, {}, key);
    await ask(service, `query { broken("${email}"`, {}, key);
    await ask(service, `{ node(id: "gid://drawbridge/${email}") { id } }`, {}, key);
    await fetch(`${service.url}/${encodeURIComponent(email)}`, { headers: { authorization: email, cookie: email } });
    // In what is to be written into a store, and by a technician, whose every question is in the audit log.
    const comment = `${mark} ${email}`;
    await ask(service, await operation('update-orders'), { changes: [{ id: storeId, comment }] }, key);
    const grant = `mutation ($input: GrantSupportAccessInput!) { grantSupportAccess(input: $input) { secret grant { id } } }`;
    const input = {
      storeId,
      technician: 'Ada',
      reason: 'Orders are missing',
      scopes: ['stores.read', 'catalog.read', 'orders.read', 'customers.read'],
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    };
    const { secret, grant: given } = (await ask(service, grant, { input }, key)).data.grantSupportAccess;
    expect(JSON.stringify(await askStore(storeId, secret))).toContain(mark);
    await ask(service, `mutation { revokeSupportAccess(id: "${given.id}") { grant { id } } }`, {}, key);
    const figures = await (await fetch(`${service.url}/ready`)).text();
    const metrics = await (await fetch(`${service.url}/metrics`)).text();

    const crashing = everything.map(async (name) =>
      ask(service, await operation(name), { id: storeId, store: storeId, storeIds: [storeId], first: 50 }, key).catch(
        () => null,
      ),
    );
    await new Promise((resolve) => setTimeout(resolve, 150));
    await service.crash();
    await Promise.all(crashing);
    written.push(service.written());

    // Every answer comes too late, and then the store's own database is gone.
    await start({ DRAWBRIDGE_BRIDGE_TIMEOUT_MS: '100' });
    await askAll();
    await service.close();
    written.push(service.written());
    await start();
    await store.loseDatabase();
    await askAll();
    for (let waited = 0; told.length < 2 && waited < 100; waited++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await service.close();
    written.push(service.written(), figures, metrics, ...spans, ...told);

    expect(written.join('')).toContain('Answered.');
    expect(told.join('')).toContain('SUPPORT_ACCESS_GRANTED');
    expect(metrics).toContain('drawbridge_bridge_statements_total{platform="WOOCOMMERCE"}');
    expect(spans.join('')).toContain('store.call');
    const kept = await textsBelow(folder);
    expect(kept.length).toBeGreaterThan(50);
    expect(kept.some(([, text]) => text.includes(new URL(store.url).host))).toBe(true);
    expect(kept.filter(([, text]) => text.includes(mark)).map(([file]) => file)).toEqual([]);
    for (const text of written) expect(text).not.toContain(mark);

    // Of the other platforms' stores, one text from every place of their answers; what was there before they were asked tells nothing.
    const files = await Promise.all(kept.map(async ([file]) => [file, await contentOf(file)] as const));
    const changed = files.filter(([file, content]) => !untouched.get(file)?.equals(content));
    const before = Buffer.concat([...untouched.values()]);
    const log = Buffer.from(written.join('\n'));
    // What was to be kept since is found where it is looked for.
    expect(changed.some(([, content]) => content.includes('Orders are missing'))).toBe(true);
    for (const { platformId, texts } of telling) {
      for (const [place, text] of texts) {
        const sought = Buffer.from(text);
        const holds = [['the log', log] as const, ...changed].filter(([, content]) => content.includes(sought));
        if (holds.length > 0 && !before.includes(sought)) {
          expect([platformId, place, holds.map(([file]) => file)]).toEqual([platformId, place, []]);
        }
      }
    }
  }, 300_000);
});
