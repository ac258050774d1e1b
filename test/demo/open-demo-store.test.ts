import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { Agent } from 'undici';
import { type DemoStore, openDemoStore } from '../../demo/open-demo-store.js';
import { BridgeClient } from '../../src/bridge/client.js';
import type { StatementResult } from '../../src/bridge/plan.js';
import type { StoreConnection } from '../../src/bridge/store-connection.js';
import { packageRoot } from '../../src/infrastructure/package-root.js';

const secretBytes = randomBytes(32);
const secret = secretBytes.toString('base64url');
const dispatcher = new Agent();
let store: DemoStore;
let bridge: StoreConnection;

const connect = (key: { id: string; secret: Uint8Array }) =>
  new BridgeClient({ dispatcher, now: () => new Date(), randomBytes }).connect({
    url: `${store.url}drawbridge/bridge.php`,
    key,
  });

beforeAll(async () => {
  store = await openDemoStore({ keyId: 'demo', secret, today: new Date('2026-11-23T10:15:00Z') });
  bridge = connect({ id: 'demo', secret: secretBytes });
});

afterAll(async () => {
  await store?.close();
  await dispatcher.close();
});

const rowsOf = (result: StatementResult | undefined) => {
  if (!result || 'error' in result) throw new Error(`statement must have rows, but got: ${JSON.stringify(result)}`);
  return result.rows;
};

/** Opens the store of the built product in a process of its own, and gives the milliseconds of processor time of all of it. */
function openingMs(): number {
  const script = `
    const { openDemoStore } = await import(process.argv[1]);
    const store = await openDemoStore({ keyId: 'demo', secret: process.argv[2] });
    const { user, system } = process.cpuUsage();
    process.stdout.write(String((user + system) / 1000));
    await store.close();`;
  const module = `${packageRoot}/dist/demo/open-demo-store.js`;
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', script, module, secret]));
}

describe('the demo store', () => {
  it('opens with less than three seconds of processor time, from the start of its process', () => {
    execFileSync(`${packageRoot}/node_modules/.bin/tsc`, ['-p', 'tsconfig.build.json'], { cwd: packageRoot });
    // A busy machine makes the same work take more of the processor's time, never less: one of a few must do.
    // Three seconds are for a machine that does nothing else (`DRAWBRIDGE_QUIET=1`), and as fast as the one of bench/README.md.
    const most = process.env.DRAWBRIDGE_QUIET ? 3_000 : 6_000;
    let least = Number.POSITIVE_INFINITY;
    for (let tried = 0; tried < 4 && least >= most; tried += 1) least = Math.min(least, openingMs());
    expect(least).toBeLessThan(most);
  });

  it('says hello through the very bridge that merchants install', async () => {
    const hello = await bridge.greet();
    expect(hello).toMatchObject({
      platform: 'OPENCART',
      platformVersion: '4.1.0.4',
      writable: false,
      areas: ['catalog', 'orders', 'customers', 'settings', 'promotions', 'internal'],
    });
    expect(hello.database.kind).toBe('sqlite');
    expect(hello.relations.product_code).toEqual(expect.arrayContaining(['product_id', 'code', 'value']));
    expect(hello.relations.product).not.toContain('sku');
  });

  it('answers a signed query with its rows, one statement drawing on another', async () => {
    const [orders, lines] = await bridge.run([
      {
        id: 'orders',
        sql: 'select `o`.`order_id`, `o`.`total` from `order` as `o` where `o`.`order_status_id` <> ? order by `o`.`order_id` limit 5',
        parameters: [0],
      },
      {
        id: 'lines',
        sql: 'select `l`.`order_id`, `l`.`name` from `order_product` as `l` where `l`.`order_id` in (?)',
        parameters: [{ from: 'orders', column: 'order_id' }],
      },
    ]);
    const ids = rowsOf(orders).map((row) => row[0]);
    expect(ids).toHaveLength(5);
    expect(new Set(rowsOf(lines).map((row) => row[0]))).toEqual(new Set(ids));
  });

  it('keeps its secrets: settings of the mail server do not leave it', async () => {
    const [settings] = await bridge.run([
      { id: 's', sql: 'select `s`.`key`, `s`.`value` from `setting` as `s` limit 200', parameters: [] },
    ]);
    const keys = rowsOf(settings).map((row) => row[0]);
    expect(keys).toContain('config_name');
    expect(keys).not.toContain('config_mail_smtp_password');
  });

  it('refuses a key it does not know', async () => {
    await expect(connect({ id: 'other', secret: secretBytes }).greet()).rejects.toMatchObject({
      code: 'STORE_KEY_REFUSED',
    });
  });

  it('answers the address of an image and of a product page, and shows none of its files', async () => {
    const [image, keyword] = await bridge.run([
      { id: 'i', sql: 'select `p`.`image` from `product` as `p` where `p`.`product_id` = 1', parameters: [] },
      {
        id: 'k',
        sql: 'select `u`.`keyword` from `seo_url` as `u` where `u`.`key` = ? and `u`.`value` = ? order by `u`.`language_id` limit 1',
        parameters: ['product_id', '1'],
      },
    ]);
    const drawing = await fetch(`${store.url}image/${rowsOf(image)[0]?.[0]}`);
    expect(drawing.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(await drawing.text()).toMatch(/^<svg /);
    const page = await fetch(`${store.url}en-gb/product/${rowsOf(keyword)[0]?.[0]}`);
    expect(await page.text()).toContain('<h1>');
    for (const hidden of ['storage/store.sqlite', 'install/', 'install/store.sql']) {
      expect((await fetch(store.url + hidden)).status).toBe(404);
    }
  });

  it('leaves nothing behind when closed', async () => {
    const mine = new Set(readdirSync(tmpdir()).filter((name) => name.startsWith('drawbridge-demo-')));
    const other = await openDemoStore({ keyId: 'demo', secret, scale: 'small' });
    // Other tests may open theirs in this moment, and close them.
    const made = readdirSync(tmpdir()).filter((name) => name.startsWith('drawbridge-demo-') && !mine.has(name));
    expect(made).not.toEqual([]);
    await other.close();
    expect(made.every((folder) => existsSync(`${tmpdir()}/${folder}`))).toBe(false);
    await expect(fetch(other.url)).rejects.toThrow();
  });
});
