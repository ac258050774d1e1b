// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of WooCommerce's making.
import { Selection } from '../../src/model/selection.js';
import { askPage, type ListName, ordersOf, walk } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { unescapedText } from './oracle-values.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';
import { WooCommerceExpectations } from './woocommerce-expected.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

describe.each(['woo', 'woolegacy'])('%s', (name) => {
  describeWhere(parts, 'lists', () => {
    let store: RealStore;
    let oracle: any;
    let expected: WooCommerceExpectations;
    beforeAll(async () => {
      store = await openRealStore(name);
      oracle = oracleOf(name);
      expected = new WooCommerceExpectations(oracle, store.storeId, new Date());
    });
    afterAll(() => store?.close());

    const rowsOf = (list: ListName): any[] =>
      ({
        products: oracle.products,
        categories: oracle.categories,
        orders: expected.orders,
        customers: expected.customers,
      })[list];
    let places: ReadonlyMap<string, number>;
    beforeAll(() => {
      const prefix = name === 'woo' ? 'wp_' : 'lg7_';
      const rows = store.rows(
        `select term_id, meta_value from ${prefix}termmeta where meta_key = 'order' order by meta_id desc`,
      );
      places = new Map(rows.map(([id, place]) => [String(id), Number(place)]));
    });
    const instant = (text: string | null) => (text ? Date.parse(text) : Number.NEGATIVE_INFINITY);
    const priceOf = (row: any) => Number((expected.product(row).price as any)?.amount ?? Number.NEGATIVE_INFINITY);
    /** What each order goes by, where it does not depend on the database's collation. */
    const values: Readonly<Record<string, (row: any) => number>> = {
      'products PRICE': priceOf,
      'products CREATED_AT': (row) => instant(row.date_created),
      'products UPDATED_AT': (row) => instant(row.date_modified),
      'orders PLACED_AT': (row) => instant(row.date_created),
      'orders UPDATED_AT': (row) => instant(row.date_modified),
      'orders TOTAL': (row) => Number(row.total),
      'categories POSITION': (row) => places.get(String(row.id)) ?? Number.NEGATIVE_INFINITY,
      'customers CREATED_AT': (row) => Date.parse(`${row.user_registered_utc.replace(' ', 'T')}Z`),
    };

    test.each(
      (Object.keys(ordersOf) as ListName[]).flatMap((list) =>
        ordersOf[list].map((orderBy) => [list, orderBy] as const),
      ),
    )('%s by %s lose nothing and repeat nothing, page by page, forwards and backwards', async (list, orderBy) => {
      const [by = '', direction] = [orderBy.replace(/_(ASC|DESC)$/, ''), orderBy.endsWith('DESC') ? -1 : 1];
      const walked = await walk(store.session, list, orderBy, { limit: 17, backward: false });
      expect(await walk(store.session, list, orderBy, { limit: 17, backward: true })).toEqual(walked);
      const value = values[`${list} ${by}`] ?? (by === 'ID' ? () => 0 : null);
      if (value === null) {
        const ids = rowsOf(list).map((row) => String(row.id));
        expect([...walked].sort()).toEqual(ids.sort());
        return;
      }
      // Nothing known comes before everything known, and what is alike goes by id.
      const compare = (a: any, b: any) => {
        const [left, right] = [value(a), value(b)];
        return direction * (left === right ? a.id - b.id : left < right ? -1 : 1);
      };
      expect(walked).toEqual([...rowsOf(list)].sort(compare).map((row) => String(row.id)));
    });

    async function matching(list: ListName, filter: object): Promise<string[]> {
      const page = await askPage(store.session(), list, { filter, totalCount: true });
      const ids = page.rows.map(({ node }) => node.nativeId);
      expect(page.totalCount).toBe(ids.length);
      return ids;
    }

    function brute(list: ListName, holds: (row: any) => boolean): string[] {
      return rowsOf(list)
        .filter(holds)
        .sort((a, b) => a.id - b.id)
        .map((row) => String(row.id));
    }

    const has = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());
    const productFilters: [string, object, (row: any) => boolean][] = [
      ['ids', { ids: ['63', '64', '999999', 'x', '063'] }, (row) => [63, 64].includes(row.id)],
      ['a variation, which is no product', { ids: ['84'] }, (row) => row.id === 84],
      [
        'SKUs',
        { skus: ['SPEC-UTF8/ÄÖÜß-001', 'BULK-0035', 'none'] },
        (row) => ['SPEC-UTF8/ÄÖÜß-001', 'BULK-0035'].includes(row.sku),
      ],
      ['a part of the name', { search: 'müsli' }, (row) => has(row.name, 'müsli') || has(row.sku, 'müsli')],
      ['a part with signs', { search: '& <b>B' }, (row) => has(row.name, '& <b>B')],
      ['a part that looks like a pattern', { search: '%' }, (row) => has(row.name, '%')],
      ['a part of the SKU', { search: 'ulk-000' }, (row) => has(row.name, 'ulk-000') || has(row.sku, 'ulk-000')],
      ['active ones', { status: 'ACTIVE' }, (row) => row.status === 'publish'],
      ['drafts', { status: 'DRAFT' }, (row) => ['draft', 'pending', 'future'].includes(row.status)],
      ['those switched off', { status: 'DISABLED' }, (row) => row.status === 'private'],
      ['those in the trash', { status: 'ARCHIVED' }, (row) => row.status === 'trash'],
      ['a category itself', { categoryId: '18' }, (row) => row.category_ids.includes(18)],
      ['a tag, which is no category', { categoryId: '42' }, () => false],
      ['prices from', { priceMin: '99.50' }, (row) => priceOf(row) >= 99.5],
      ['prices up to', { priceMax: '0.005' }, (row) => priceOf(row) <= 0.005 && priceOf(row) >= 0],
      ['in stock', { inStock: true }, (row) => row.is_in_stock],
      ['out of stock', { inStock: false }, (row) => !row.is_in_stock],
      [
        'several at once',
        { status: 'ACTIVE', priceMin: '100', inStock: true, search: 'lampe' },
        (row) => row.status === 'publish' && priceOf(row) >= 100 && row.is_in_stock && has(row.name, 'lampe'),
      ],
    ];
    test.each(productFilters)('products by %s are those of the oracle', async (_what, filter, right) => {
      expect(await matching('products', filter)).toEqual(brute('products', right));
    });

    test.each([
      ['products', 'created', (row: any) => row.date_created],
      ['products', 'updated', (row: any) => row.date_modified],
      ['orders', 'placed', (row: any) => row.date_created],
      ['orders', 'updated', (row: any) => row.date_modified],
      ['customers', 'created', (row: any) => `${row.user_registered_utc.replace(' ', 'T')}Z`],
    ] as const)('%s by the time they were %s: from a second on, up to before one', async (list, which, read) => {
      const times = rowsOf(list)
        .map((row) => instant(read(row)))
        .sort((a, b) => a - b);
      const middle = times[Math.floor(times.length / 2)] ?? 0;
      for (const shift of [-1, 0, 1, 1000]) {
        const edge = new Date(middle + shift);
        const [after, before] = [`${which}After`, `${which}Before`];
        expect(await matching(list, { [after]: edge })).toEqual(
          brute(list, (row) => instant(read(row)) >= edge.getTime()),
        );
        const known = (row: any) => Number.isFinite(instant(read(row)));
        expect(await matching(list, { [before]: edge })).toEqual(
          brute(list, (row) => known(row) && instant(read(row)) < edge.getTime()),
        );
      }
    });

    const orderFilters: [string, object, (row: any) => boolean][] = [
      ['numbers', { numbers: ['260', '261', '300'] }, (row) => [260, 261, 300].includes(row.id)],
      ['status ids', { statusIds: ['wc-on-hold', 'failed'] }, (row) => ['on-hold', 'failed'].includes(row.status)],
      ['the status of unfinished checkouts', { statusIds: ['wc-checkout-draft'] }, () => false],
      ['states', { states: ['REFUNDED', 'PROCESSING'] }, (row) => ['refunded', 'processing'].includes(row.status)],
      ['a state that none has', { states: ['OTHER'] }, () => false],
      ['a customer', { customerId: '5' }, (row) => row.customer_id === 5],
      ['guests, who are no customer', { customerId: '0' }, () => false],
      [
        'e-mail in other capitals',
        { email: 'JANE.doe@EXAMPLE.com' },
        (row) => row.billing.email === 'jane.doe@example.com',
      ],
      ['a part of an e-mail', { email: 'example.com' }, () => false],
    ];
    test.each(orderFilters)('orders by %s are those of the oracle', async (_what, filter, right) => {
      expect(await matching('orders', filter)).toEqual(brute('orders', right));
    });

    test.each([
      ['parent', { parentId: '18' }, (row: any) => row.parent === 18],
      ['the top', { parentId: '0' }, (row: any) => row.parent === 0],
      ['letters that escapes are made of', { search: 'amp' }, (row: any) => has(unescapedText(row.name), 'amp')],
      ['a part with an ampersand', { search: 'n & o' }, (row: any) => has(unescapedText(row.name), 'n & o')],
      ['being disabled, which none is', { enabled: false }, () => false],
    ])('categories by %s are those of the oracle', async (_what, filter, right) => {
      expect(await matching('categories', filter)).toEqual(brute('categories', right));
    });

    test.each([
      ['e-mails', { emails: ['TANAKA@example.jp', 'lukasz@example.pl'] }, (row: any) => [9, 10].includes(row.id)],
      ['a full name', { search: 'maría garcía' }, (row: any) => row.id === 8],
      ['a group, of which there are none', { groupId: '1' }, () => false],
    ])('customers by %s are those of the oracle', async (_what, filter, right) => {
      expect(await matching('customers', filter)).toEqual(brute('customers', right));
    });

    test('the children of categories come by name where the merchant gave them no order', async () => {
      const children = await store
        .session()
        .ask((platform, view) => platform.categoryChildren(view, ['18', '36', '999'], new Selection({ name: {} })));
      expect(children.get('18')?.map((one) => one.name)).toEqual(['Accessories', 'Hoodies', 'Tshirts']);
      expect(children.get('999')).toEqual([]);
    });

    test('a user with an order is a customer whatever the role, and one without neither is none', async () => {
      const prefix = oracle.table_prefix;
      store.rows(`update ${prefix}usermeta set meta_value = replace(meta_value, 's:8:"customer"', 's:10:"subscriber"')
        where meta_key = '${prefix}capabilities' and user_id in (5, 14)`);
      const ids = (await askPage(store.session(), 'customers', {})).rows.map(({ node }) => node.nativeId);
      expect(ids).toEqual(brute('customers', (row) => row.id !== 14));
      const orders = await askPage(store.session(), 'orders', {
        filter: { customerId: '5' },
        selection: new Selection({ customer: { email: {} } }),
      });
      expect(orders.rows.map(({ node }) => (node as any).customer?.email)).toEqual(
        brute('orders', (row) => row.customer_id === 5).map(() => 'jane.doe@example.com'),
      );
    });

    // Orders in tables of their own have no such time.
    if (name === 'woolegacy')
      test('orders that hold their time by the shop’s clock alone keep their place, and are found by it', async () => {
        const { table_prefix: prefix } = oracle;
        const of = `where post_type = 'shop_order' and post_status <> 'trash'`;
        // Every seven minutes around the night in which Berlin's clock goes on: within an hour or two of each other.
        store.rows(`set @at := '2025-03-30 00:00:00'; update ${prefix}posts set post_date_gmt = (@at := @at + interval 7 minute),
          post_date = @at + interval if(@at < '2025-03-30 01:00:00', 1, 2) hour ${of} order by ID * 7 % 31, ID`);
        const read = () => walk(store.session, 'orders', 'PLACED_AT_DESC', { limit: 13, backward: false });
        const edges = ['2025-03-30T00:59:00Z', '2025-03-30T01:00:00Z', '2025-03-30T02:01:00Z', '2025-03-30T04:10:00Z'];
        const found = () =>
          Promise.all(
            edges.flatMap((edge) =>
              ['placedAfter', 'placedBefore'].map((key) => matching('orders', { [key]: new Date(edge) })),
            ),
          );
        const [right, rightFound] = [await read(), await found()];
        expect(new Set(rightFound.map((ids) => ids.length)).size).toBeGreaterThan(4);
        store.rows(`update ${prefix}posts set post_date_gmt = '0000-00-00 00:00:00' ${of} and ID % 2 = 0`);
        expect([await read(), await found()]).toEqual([right, rightFound]);
      });

    test('a status counts as MySQL compares it, to fields and filters alike', async () => {
      const { table_prefix: prefix } = oracle;
      const odd = (column: string) => `${column} = if(ID % 2, upper(${column}), concat(${column}, ' '))`;
      store.rows(`update ${prefix}posts set ${odd('post_status')} where post_type in ('product', 'shop_order');
        update ${prefix}wc_orders set ${odd('status')}`);
      await store.session().refresh();
      const nodesOf = async (list: ListName) =>
        (
          await askPage(store.session(), list, {
            selection: new Selection({ nativeId: {}, status: { nativeId: {}, state: {} } }),
          })
        ).rows.map(({ node }) => node as any);
      const [orders, products] = [await nodesOf('orders'), await nodesOf('products')];
      for (const [nodes, read] of [
        [orders, (node: any) => node.status.state],
        [products, (node: any) => node.status],
      ] as const) {
        const values = new Set(nodes.map(read));
        expect(values.size).toBeGreaterThan(1);
        for (const value of values) {
          const right = nodes.filter((node) => read(node) === value).map(({ nativeId }) => nativeId);
          const filter = nodes === orders ? { states: [value] } : { status: value };
          expect(await matching(nodes === orders ? 'orders' : 'products', filter)).toEqual(right);
        }
      }
      for (const id of new Set(orders.map(({ status }) => status.nativeId))) {
        const right = orders.filter(({ status }) => status.nativeId === id).map(({ nativeId }) => nativeId);
        expect(await matching('orders', { statusIds: [id] })).toEqual(right);
      }
    });
  });
});
