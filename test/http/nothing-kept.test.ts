import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { packageRoot } from '../../src/infrastructure/package-root.js';
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
  const written: string[] = [];
  const start = async (environment: Record<string, string> = {}) => {
    service = await startServiceProcess(
      {
        DRAWBRIDGE_API_KEYS: `tests:${key}`,
        DRAWBRIDGE_DATA_DIR: join(folder, 'data'),
        DRAWBRIDGE_ALLOW_PRIVATE_ADDRESSES: 'on',
        TMPDIR: join(folder, 'tmp'),
        ...environment,
      },
      folder,
    );
  };
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'drawbridge-kept-'));
    await mkdir(join(folder, 'tmp'));
    store = await openBareStore();
    expect(markStore(join(store.root, 'storage/store.sqlite'))).toBeGreaterThan(1_000);
    await start();
    const connect = `mutation ($input: ConnectStoreInput!) {
      connectStore(input: $input) { store { id } bridge { downloadUrl } }
    }`;
    const { store: made, bridge } = (await ask(service, connect, { input: { url: store.url } }, key)).data.connectStore;
    storeId = made.id;
    await store.unzip(new Uint8Array(await (await fetch(bridge.downloadUrl, { method: 'POST' })).arrayBuffer()));
    await ask(service, 'mutation ($id: ID!) { verifyStore(id: $id) { store { id } } }', { id: storeId }, key);
  }, 120_000);
  afterAll(async () => {
    await service?.close();
    await store?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const operation = (name: string) => readFile(join(packageRoot, `schema/operations/${name}.graphql`), 'utf8');
  const everything = ['products', 'categories', 'orders', 'customers', 'product-feed', 'order-feed', 'store-config'];

  /** Asks for all there is, and gives every text of the answers that holds the mark. */
  const askAll = async (): Promise<string[]> => {
    const texts: string[] = [];
    for (const name of everything) {
      const answer = await ask(
        service,
        await operation(name),
        { id: storeId, store: storeId, storeIds: [storeId], first: 50 },
        key,
      );
      texts.push(...(JSON.stringify(answer).match(/"[^"]*Zwq7Mark[^"]*"/g) ?? []));
    }
    return texts;
  };

  test('whatever was asked, went wrong, came late or was under way when the service crashed', async () => {
    const shown = await askAll();
    expect(shown.length).toBeGreaterThan(500);
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
    const figures = await (await fetch(`${service.url}/ready`)).text();

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
    await service.close();
    written.push(service.written(), figures);

    expect(written.join('')).toContain('Answered.');
    const kept = await textsBelow(folder);
    expect(kept.length).toBeGreaterThan(50);
    expect(kept.some(([, text]) => text.includes(new URL(store.url).host))).toBe(true);
    expect(kept.filter(([, text]) => text.includes(mark)).map(([file]) => file)).toEqual([]);
    for (const text of written) expect(text).not.toContain(mark);
  }, 180_000);
});
