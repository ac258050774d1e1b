import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { runCommand } from '../../src/cli/commands.js';
import { cellsOf, csvOf } from '../../src/cli/csv.js';
import { exitCodes } from '../../src/cli/surroundings.js';
import { prefix } from '../contract/woocommerce-fixture.js';
import { phpRuntimes } from '../support/php-runtime.js';
import { type ServiceUnderTest, startTestService } from '../support/test-service.js';
import { type ConnectedStore, connectTo } from '../writing/connected-store.js';
import { openWooCommerceStandIn, type WooCommerceStandIn } from '../writing/woocommerce-stand-in.js';

let service: ServiceUnderTest;
let store: WooCommerceStandIn;
let shop: ConnectedStore;
let folder: string;
beforeAll(async () => {
  [service, store] = await Promise.all([startTestService(), openWooCommerceStandIn(phpRuntimes[1], 'tables')]);
  shop = await connectTo(service, store, { key: 'demo' });
  folder = mkdtempSync(path.join(tmpdir(), 'drawbridge-stock-'));
});
afterAll(async () => {
  await Promise.all([service?.close(), store?.close()]);
  rmSync(folder, { recursive: true });
});

async function setStock(file: string, ...more: string[]) {
  const outcome = { out: '', err: '', exitCode: 0 };
  outcome.exitCode = await runCommand(['set-stock', '--file', file, ...more], {
    environment: { DRAWBRIDGE_URL: service.url, DRAWBRIDGE_API_KEY: 'demo' },
    stdin: Readable.from(['']),
    out: (text) => {
      outcome.out += text;
    },
    err: (text) => {
      outcome.err += text;
    },
    put: async () => undefined,
  });
  return outcome;
}

const listOf = (name: string, text: string) => {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
};
const stockOf = (id: number) =>
  Number(
    store.rows(`select meta_value from ${prefix}postmeta where post_id = ${id} and meta_key = '_stock'`)[0]?.meta_value,
  );
const tracked = () =>
  store
    .rows(`select p.ID as id, k.meta_value as sku from ${prefix}posts p join ${prefix}postmeta m on m.post_id = p.ID and m.meta_key = '_manage_stock'
      join ${prefix}postmeta k on k.post_id = p.ID and k.meta_key = '_sku' join ${prefix}postmeta s on s.post_id = p.ID and s.meta_key = '_stock'
      where p.post_type = 'product' and p.post_status = 'publish' and m.meta_value = 'yes' and k.meta_value <> '' order by p.ID limit 3`)
    .map(({ id, sku }) => ({ id: Number(id), sku: String(sku) }));
const results = (file: string) => {
  const [names = [], ...rows] = cellsOf(readFileSync(file, 'utf8'));
  return rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i] ?? ''])));
};

test('a list sets and adjusts stock by SKU and by id, once however often it is sent', async () => {
  const [first, second, third] = tracked();
  if (!first || !second || !third) throw new Error('the fixture must count three products');
  const before = [first, second, third].map(({ id }) => stockOf(id));
  const file = listOf(
    'stock.csv',
    `\uFEFFstore,SKU,product,quantity,adjustBy,colour\r\n${shop.uuid},"${first.sku}",,77,,red\r\n${shop.id},,${second.id},,-2,\r\n${shop.uuid},,${shop.gid('Product', third.id)},,+3,\r\n` +
      `${shop.uuid},,${third.id},,3,\r\n${shop.uuid},no such thing,,1,,\r\n${shop.uuid},,${third.id},1,,\r\n,,${third.id},1,,\r\n`,
  );
  const sent = await setStock(file);
  expect(sent).toMatchObject({ exitCode: exitCodes.refused, err: '' });
  expect(sent.out).toBe(`3 of 7 done; ${file}.result.csv says what became of each.\n`);
  const told = results(`${file}.result.csv`);
  expect(told.map(({ line, code, quantity }) => [line, code, quantity])).toEqual([
    ['2', 'DONE', '77'],
    ['3', 'DONE', String((before[1] ?? 0) - 2)],
    ['4', 'INVALID', ''],
    ['5', 'DONE', String((before[2] ?? 0) + 3)],
    ['6', 'NOT_FOUND', ''],
    ['7', 'INVALID', ''],
    ['8', 'INVALID', ''],
  ]);
  const after = [first, second, third].map(({ id }) => stockOf(id));
  expect(after).toEqual([77, (before[1] ?? 0) - 2, (before[2] ?? 0) + 3]);

  expect(await setStock(file)).toEqual(sent);
  rmSync(`${file}.result.csv`);
  expect(await setStock(file)).toEqual(sent);
  expect([first, second, third].map(({ id }) => stockOf(id))).toEqual(after);
});

test('a list whose service is lost on the way goes on where it was', async () => {
  const [first] = tracked();
  if (!first) throw new Error('the fixture must count a product');
  const file = listOf('lost.csv', `sku;adjustBy\n${first.sku};5\n`);
  const before = stockOf(first.id);
  const url = service.url;
  Object.assign(service, { url: 'http://127.0.0.1:9/' });
  const lost = await setStock(file, '--store', shop.uuid);
  Object.assign(service, { url });
  expect([lost.exitCode, stockOf(first.id)]).toEqual([exitCodes.unavailable, before]);
  expect(results(`${file}.result.csv`)).toMatchObject([{ code: 'NOT_SENT' }]);
  expect(await setStock(file, '--store', shop.uuid)).toMatchObject({ exitCode: exitCodes.done });
  expect(stockOf(first.id)).toBe(before + 5);
});

test('rows of which a SKU could not be looked up do not keep the others from being asked for again', async () => {
  const [first, second] = tracked();
  if (!first || !second) throw new Error('the fixture must count two products');
  const file = listOf('later.csv', `sku,adjustBy\nCOMES-LATER,2\n${first.sku},4\n${first.sku},1\n`);
  const before = [first, second].map(({ id }) => stockOf(id));
  await setStock(file, '--store', shop.uuid);
  const told = () => results(`${file}.result.csv`).map(({ code }) => code);
  expect(told()).toEqual(['NOT_FOUND', 'DONE', 'INVALID']);
  const rename = (sku: string) =>
    store.change(
      `update ${prefix}postmeta set meta_value = '${sku}' where post_id = ${second.id} and meta_key = '_sku'`,
    );
  rename('COMES-LATER');
  for (let again = 0; again < 2; again += 1) {
    await setStock(file, '--store', shop.uuid);
    expect(told()).toEqual(['DONE', 'DONE', 'INVALID']);
    expect([first, second].map(({ id }) => stockOf(id))).toEqual([(before[0] ?? 0) + 4, (before[1] ?? 0) + 2]);
  }
  rename(second.sku);
});

test('a list that was sent too long ago, or has another’s results, is not sent', async () => {
  const [first] = tracked();
  if (!first) throw new Error('the fixture must count a product');
  const file = listOf('old.csv', `store,product,adjustBy\n${shop.uuid},${first.id},1\n`);
  expect((await setStock(file)).exitCode).toBe(exitCodes.done);
  const before = stockOf(first.id);
  const text = readFileSync(`${file}.result.csv`, 'utf8');
  writeFileSync(`${file}.result.csv`, text.replace(/\d{4}-\d\d-\d\dT/, '2026-01-01T'));
  expect(await setStock(file)).toMatchObject({
    exitCode: exitCodes.misused,
    err: expect.stringContaining('too long ago'),
  });
  writeFileSync(`${file}.result.csv`, text);
  listOf('old.csv', `store,product,adjustBy\n${shop.uuid},${first.id},2\n`);
  expect(await setStock(file)).toMatchObject({
    exitCode: exitCodes.misused,
    err: expect.stringContaining('another list'),
  });
  expect(stockOf(first.id)).toBe(before);
});

test('what is no list of stock is told as such, and nothing is written', async () => {
  for (const [text, why] of [
    ['sku,quantity\nA,1\n', 'column store'],
    ['store,quantity\nx,1\n', 'column sku'],
    ['store,sku\nx,A\n', 'column quantity'],
    ['store,sku,quantity\n"x,A,1\n', 'comma-separated'],
  ] as const) {
    const file = listOf('wrong.csv', text);
    expect(await setStock(file)).toMatchObject({ exitCode: exitCodes.misused, err: expect.stringContaining(why) });
    expect(existsSync(`${file}.result.csv`)).toBe(false);
  }
  expect((await setStock(path.join(folder, 'none.csv'))).exitCode).toBe(exitCodes.misused);
});

test('comma-separated values come back as they were given', () => {
  const rows = [
    ['a', 'b "quoted"', 'c, d'],
    ['', 'two\nlines', 'ü'],
  ];
  expect(cellsOf(csvOf(rows))).toEqual(rows);
  expect(cellsOf('a;b\r\n"x;y";2\r\n\r\n')).toEqual([
    ['a', 'b'],
    ['x;y', '2'],
  ]);
  expect(csvOf([['=1+1', '-5', '-x']])).toBe(`"'=1+1",-5,"'-x"\r\n`);
});
