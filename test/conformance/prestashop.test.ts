// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of PrestaShop's making.
import { valueRead } from '../../src/model/as-read.js';
import { Selection } from '../../src/model/selection.js';
import { everything } from '../contract/everything.js';
import { askPage } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { Comparison } from './comparison.js';
import { PrestaShopExpectations } from './prestashop-expected.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

const reports: string[] = [];

/** What each tax came to in each order. */
const orderTaxes = (store: RealStore) =>
  store.rows(
    `select x.id_order, x.id_tax, l.name, t.rate, sum(x.amount)
     from (select d.id_order, g.id_tax, g.total_amount as amount
           from ps_order_detail_tax g join ps_order_detail d on d.id_order_detail = g.id_order_detail
           union all select i.id_order, s.id_tax, s.amount
           from ps_order_invoice_tax s join ps_order_invoice i on i.id_order_invoice = s.id_order_invoice) x
     join ps_tax t on t.id_tax = x.id_tax join ps_tax_lang l on l.id_tax = x.id_tax and l.id_lang = 2
     group by x.id_order, x.id_tax, l.name, t.rate order by x.id_order, x.id_tax`,
  );

afterAll(() => {
  if (reports.length > 0) process.stdout.write(`\nConformance with the oracle\n${reports.join('\n')}\n`);
});

describeWhere(parts, 'presta8 says of every thing what PrestaShop itself says', () => {
  let store: RealStore;
  let expected: PrestaShopExpectations;
  beforeAll(async () => {
    store = await openRealStore('presta8');
    expected = new PrestaShopExpectations(oracleOf('presta8'), store.storeId, store.url, orderTaxes(store));
  });
  afterAll(() => store?.close());

  function conclude(what: string, comparison: Comparison): void {
    reports.push(comparison.report(`  presta8 ${what}`));
    expect(comparison.differences).toEqual([]);
    expect(comparison.compared).toBeGreaterThan(4);
  }

  test('its version', async () => {
    const { platform, platformVersion } = await store.session().hello();
    expect({ platform, platformVersion }).toEqual({ platform: 'PRESTASHOP', platformVersion: expected.oracle.version });
  });

  test('its configuration', async () => {
    const { config } = await store.session().config();
    const comparison = new Comparison();
    comparison.same('config', config, expected.config());
    conclude('configuration', comparison);
  });

  test('its counts', async () => {
    const counts = await store.session().ask((platform, view) => platform.counts(view, everything.counts));
    const comparison = new Comparison();
    comparison.same('counts', counts, expected.counts());
    conclude('counts', comparison);
  });

  test.each([
    ['products', 'product', (row: any) => expected.product(row)],
    ['categories', 'category', (row: any) => expected.category(row)],
    ['customers', 'customer', (row: any) => expected.customer(row)],
    ['orders', 'order', (row: any) => expected.order(row)],
  ] as const)('every one of its %s, in one round trip of few statements', async (list, kind, mapping) => {
    await store.session().config();
    store.asked();
    const answer = await askPage(store.session(), list, { selection: everything[kind], totalCount: true });
    const asked = store.asked();
    expect(asked).toHaveLength(1);
    expect(asked[0]?.length).toBeLessThanOrEqual(25);
    const comparison = new Comparison();
    const wanted: any[] = expected[list];
    comparison.same('totalCount', answer.totalCount, wanted.length);
    comparison.same(
      'ids',
      answer.rows.map(({ node }) => valueRead(node).nativeId),
      wanted.map((row) => String(row.id)),
    );
    for (const [at, row] of wanted.entries()) comparison.same(`${kind} ${row.id}`, answer.rows[at]?.node, mapping(row));
    conclude(list, comparison);
  });

  test('the condition and the ecotax of every product', async () => {
    const selection = new Selection({ condition: {}, ecotax: { amount: {}, currencyCode: {} } });
    const { rows } = await askPage(store.session(), 'products', { selection });
    const comparison = new Comparison();
    comparison.same(
      'products',
      rows.map(({ node }) => {
        const { condition, ecotax } = node as unknown as { condition: string; ecotax: { amount: string } | null };
        return { condition, ecotax: ecotax === null ? null : Number(ecotax.amount) };
      }),
      expected.products.map((row) => ({
        condition: row.condition.toUpperCase(),
        ecotax: Number(row.ecotax) === 0 ? null : Number(row.ecotax),
      })),
    );
    conclude('condition and ecotax', comparison);
  });

  test('every one of its variants, by id', async () => {
    const wanted = expected.variants;
    const ids = ['999999', 'x', ...wanted.map((row) => String(row.id))];
    const answer = await store
      .session()
      .ask((platform, view) => platform.variants.byIds(view, ids, everything.variant));
    const comparison = new Comparison();
    comparison.same(
      'variants',
      Object.fromEntries(answer),
      Object.fromEntries(wanted.map((row) => [String(row.id), expected.variant(row)])),
    );
    conclude('variants', comparison);
  });
});

describeWhere(parts, 'presta8 without the columns that came after 1.7.6', () => {
  let store: RealStore;
  beforeAll(async () => {
    store = await openRealStore('presta8');
    for (const dropped of [
      'product drop column product_type, drop column mpn',
      'product_attribute drop column mpn',
      'order_detail drop column product_mpn',
      'order_cart_rule drop column deleted',
      'orders drop column note',
    ]) {
      store.rows(`alter table ps_${dropped}`);
    }
  });
  afterAll(() => store?.close());

  test.each([
    ['products', 'product'],
    ['orders', 'order'],
  ] as const)('still says of its %s what PrestaShop itself says', async (list, kind) => {
    const expected = new PrestaShopExpectations(oracleOf('presta8'), store.storeId, store.url, orderTaxes(store));
    const answer = await askPage(store.session(), list, { selection: everything[kind] });
    const comparison = new Comparison();
    for (const [at, row] of expected[list].entries()) {
      const right: any = expected[kind](row as never);
      if (kind === 'product') right.mpn = null;
      comparison.same(`${kind} ${row.id}`, answer.rows[at]?.node, right);
    }
    reports.push(comparison.report(`  presta8 as of 1.7.6 ${list}`));
    expect(comparison.differences).toEqual([]);
  });
});

describeWhere(parts, 'presta8 opened a second shop', () => {
  let store: RealStore;
  beforeAll(async () => {
    store = await openRealStore('presta8');
    for (const sql of [
      "insert into ps_shop_group select 2, 'Shared', '', 0, 0, 1, 1, 0",
      "insert into ps_shop select 2, 2, 'Second', '', 2, 'classic', 1, 0",
      "insert into ps_shop_url select 2, 2, 'second.test', 'second.test', '/', 'two/', 1, 1",
      // Product 6 is in both, dearer and switched off in the second; product 7 is in the second alone.
      'create temporary table moved as select * from ps_product_shop where id_product in (6, 7); update moved set id_shop = 2, price = 77, active = 0; insert into ps_product_shop select * from moved',
      'delete from ps_product_shop where id_shop = 1 and id_product = 7; update ps_product set id_shop_default = 2 where id_product = 7',
      'update ps_product_lang set id_shop = 2 where id_product = 7; update ps_image_shop set id_shop = 2 where id_product = 7',
      'update ps_stock_available set id_shop = 0, id_shop_group = 2, quantity = 41 where id_product = 7',
    ]) {
      store.rows(sql);
    }
  });
  afterAll(() => store?.close());

  test('the default shop wins where a product is in it, else the product’s own', async () => {
    const expected = new PrestaShopExpectations(oracleOf('presta8'), store.storeId, store.url, orderTaxes(store));
    const { rows } = await askPage(store.session(), 'products', { selection: everything.product });
    const comparison = new Comparison();
    for (const [at, row] of expected.products.entries()) {
      const right: any = expected.product(row);
      if (row.id === 7) {
        right.price.amount = '77.00';
        right.status = 'DISABLED';
        right.inventory.quantity = '41';
      }
      comparison.same(`product ${row.id}`, rows[at]?.node, right);
    }
    reports.push(comparison.report('  presta8 with two shops products'));
    expect(comparison.differences).toEqual([]);
    const byPrice = await askPage(store.session(), 'products', { orderBy: 'PRICE_ASC', filter: { priceMin: '77' } });
    expect(byPrice.rows[0]?.node.nativeId).toBe('7');
    const off = await askPage(store.session(), 'products', { filter: { status: 'DISABLED' } });
    expect(off.rows.map(({ node }) => node.nativeId)).toEqual(['7', '22']);
  });
});
