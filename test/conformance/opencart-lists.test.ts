// biome-ignore-all lint/suspicious/noExplicitAny: the oracle is JSON of OpenCart's making, in two shapes (3.0 and 4.1).
import { Selection } from '../../src/model/selection.js';
import { askPage, type ListName, ordersOf, walk } from '../contract/listing.js';
import { describeWhere } from '../support/machine.js';
import { unescapedText, utc } from './oracle-values.js';
import { openRealStore, oracleOf, type RealStore } from './real-store.js';

const parts = [
  'PHP with mysqli',
  'a MariaDB that lets this user in over its socket',
  'the real stores in ../shared/stores',
] as const;

/** What MariaDB itself says of each list, by plain statements. */
const tables: Readonly<Record<ListName, { id: string; from: string; columns: Readonly<Record<string, string>> }>> = {
  products: {
    id: 'p.product_id',
    from: '#product p left join #product_description d on d.product_id = p.product_id and d.language_id = 1 where true #own',
    columns: { NAME: 'd.name', PRICE: 'p.price', CREATED_AT: 'p.date_added', UPDATED_AT: 'p.date_modified' },
  },
  categories: {
    id: 'c.category_id',
    from: '#category c left join #category_description d on d.category_id = c.category_id and d.language_id = 1',
    columns: { NAME: 'd.name', POSITION: 'c.sort_order' },
  },
  orders: {
    id: 'order_id',
    from: '#order where order_status_id > 0',
    columns: { PLACED_AT: 'date_added', UPDATED_AT: 'date_modified', TOTAL: 'total' },
  },
  customers: { id: 'customer_id', from: '#customer', columns: { EMAIL: 'email', CREATED_AT: 'date_added' } },
};

describe.each([
  ['opencart4', 'oc_', 'and p.master_id = 0'],
  ['opencart3', 'shop3_', ''],
])('%s', (name, prefix, own) => {
  describeWhere(parts, 'lists', () => {
    let store: RealStore;
    let oracle: any;
    let zone: string;
    beforeAll(async () => {
      oracle = oracleOf(name);
      zone = oracle.config.time_zone;
      store = await openRealStore(name);
    });
    afterAll(() => store?.close());

    test.each(
      (Object.keys(ordersOf) as ListName[]).flatMap((list) =>
        ordersOf[list].map((orderBy) => [list, orderBy] as const),
      ),
    )('%s by %s lose nothing and repeat nothing, page by page, forwards and backwards', async (list, orderBy) => {
      const { id, from, columns } = tables[list];
      const by = orderBy.replace(/_(ASC|DESC)$/, '');
      const direction = orderBy.endsWith('DESC') ? 'desc' : 'asc';
      const keys = [columns[by], id].filter((key) => key !== undefined).map((key) => `${key} ${direction}`);
      const relations = from.replace(/#own/, own).replace(/#(\w+)/g, `\`${prefix}$1\``);
      const right = store.rows(`select ${id} from ${relations} order by ${keys.join(', ')}`).map(([only]) => only);
      expect(right.length).toBeGreaterThan(9);
      expect(await walk(store.session, list, orderBy, { limit: 7, backward: false })).toEqual(right);
      expect(await walk(store.session, list, orderBy, { limit: 7, backward: true })).toEqual(right);
    });

    test('a page between two places holds what lies between them', async () => {
      const whole = await askPage(store.session(), 'products', { orderBy: 'PRICE_ASC' });
      const [from, to] = [whole.rows[3], whole.rows[9]];
      const between = whole.rows.slice(4, 9).map(({ node }) => node.nativeId);
      const page = await askPage(store.session(), 'products', {
        orderBy: 'PRICE_ASC',
        after: from?.at,
        before: to?.at,
      });
      expect(page.rows.map(({ node }) => node.nativeId)).toEqual(between);
    });

    async function matching(list: ListName, filter: object): Promise<string[]> {
      const page = await askPage(store.session(), list, { filter, totalCount: true });
      const ids = page.rows.map(({ node }) => node.nativeId);
      expect(page.totalCount).toBe(ids.length);
      const counted = await askPage(store.session(), list, { filter, totalCount: true, limit: 0 });
      expect(counted).toEqual({ rows: [], hasMore: false, totalCount: ids.length });
      return ids;
    }

    function brute(rows: any[], key: string, holds: (row: any) => boolean): string[] {
      return rows
        .filter(holds)
        .map((row) => row[key])
        .sort((a, b) => Number(a) - Number(b));
    }

    const at = (iso: string) => new Date(iso);
    const time = (local: string) => utc(local, zone)?.getTime() ?? Number.NaN;
    const skuOf = (row: any) => row.sku ?? row.codes?.find((one: any) => one.code === 'SKU')?.value ?? '';
    const nameOf = (row: any) =>
      unescapedText(row.descriptions.find((one: any) => String(one.language_id) === '1').name);
    const inStock = (row: any) => row.subtract === '0' || Number(row.quantity) > 0;
    const holds = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());

    const productFilters: [string, object, (row: any) => boolean][] = [
      ['ids', { ids: ['42', '30', '999', 'x', '054', '54'] }, (row) => ['42', '30'].includes(row.product_id)],
      ['ids that none has', { ids: ['abc', '-1', '0'] }, () => false],
      ['no ids', { ids: [] }, () => false],
      ['skus', { skus: ['TEE-001', 'SKU-0042', 'nothing'] }, (row) => ['TEE-001', 'SKU-0042'].includes(skuOf(row))],
      ['a part of the name', { search: 'mac' }, (row) => holds(nameOf(row), 'mac') || holds(skuOf(row), 'mac')],
      ['a part of an escape, which is not shown', { search: 'quot;' }, () => false],
      ['letters that escapes are made of', { search: 'amp' }, (row) => holds(nameOf(row), 'amp')],
      ['a part with a quotation mark', { search: '30"' }, (row) => holds(nameOf(row), '30"')],
      [
        'a part with an ampersand and letters beyond ASCII',
        { search: 'ZOË" & f' },
        (row) => holds(nameOf(row), 'zoë" & f'),
      ],
      ['a part of the SKU', { search: 'ee-00' }, (row) => holds(nameOf(row), 'ee-00') || holds(skuOf(row), 'ee-00')],
      ['a part that looks like a pattern', { search: '%' }, (row) => holds(nameOf(row), '%')],
      ['a part that not every charset can hold', { search: '😀' }, (row) => holds(nameOf(row), '😀')],
      [
        'skus beside one that not every charset can hold',
        { skus: ['😀', 'SKU-0042'] },
        (row) => skuOf(row) === 'SKU-0042',
      ],
      ['active', { status: 'ACTIVE' }, (row) => row.status === '1'],
      ['disabled', { status: 'DISABLED' }, (row) => row.status !== '1'],
      ['a status that OpenCart does not know', { status: 'DRAFT' }, () => false],
      ['a category itself', { categoryId: '20' }, (row) => row.categories.map(String).includes('20')],
      ['a category that is none', { categoryId: 'none' }, () => false],
      ['prices from', { priceMin: '101' }, (row) => Number(row.price) >= 101],
      ['prices up to', { priceMax: '100.00' }, (row) => Number(row.price) <= 100],
      [
        'prices between',
        { priceMin: '19.99', priceMax: '101' },
        (row) => Number(row.price) >= 19.99 && Number(row.price) <= 101,
      ],
      ['prices between the wrong way round', { priceMin: '10', priceMax: '9' }, () => false],
      ['in stock', { inStock: true }, inStock],
      ['out of stock', { inStock: false }, (row) => !inStock(row)],
      [
        'several at once',
        { status: 'ACTIVE', priceMin: '100', inStock: true, search: 'i' },
        (row) =>
          row.status === '1' &&
          Number(row.price) >= 100 &&
          inStock(row) &&
          (holds(nameOf(row), 'i') || holds(skuOf(row), 'i')),
      ],
    ];
    test.each(productFilters)('products by %s are those of the oracle', async (_what, filter, right) => {
      const products = oracle.products.filter((row: any) => (row.master_id ?? '0') === '0');
      expect(await matching('products', filter)).toEqual(brute(products, 'product_id', right));
    });

    test.each([
      ['products', 'created', 'date_added', 'product_id'],
      ['products', 'updated', 'date_modified', 'product_id'],
      ['orders', 'placed', 'date_added', 'order_id'],
      ['orders', 'updated', 'date_modified', 'order_id'],
      ['customers', 'created', 'date_added', 'customer_id'],
    ] as const)('%s by the time they were %s: from a second on, up to before one', async (list, which, column, key) => {
      const rows = oracle[list].filter((row: any) => (row.master_id ?? '0') === '0' && row.order_status_id !== '0');
      const times = rows.map((row: any) => time(row[column])).sort((a: number, b: number) => a - b);
      const middle = times[Math.floor(times.length / 2)];
      for (const shift of [-1, 0, 1, 500, 1000]) {
        const [after, before] = [`${which}After`, `${which}Before`];
        const edge = new Date(middle + shift);
        expect(await matching(list, { [after]: edge })).toEqual(
          brute(rows, key, (row) => time(row[column]) >= edge.getTime()),
        );
        expect(await matching(list, { [before]: edge })).toEqual(
          brute(rows, key, (row) => time(row[column]) < edge.getTime()),
        );
      }
      expect(
        await matching(list, {
          [`${which}After`]: at('2025-03-29T22:00:00Z'),
          [`${which}Before`]: at('2025-03-30T05:00:00Z'),
        }),
      ).toEqual(
        brute(
          rows,
          key,
          (row) => time(row[column]) >= Date.UTC(2025, 2, 29, 22) && time(row[column]) < Date.UTC(2025, 2, 30, 5),
        ),
      );
    });

    const orderFilters: [string, object, (row: any) => boolean][] = [
      ['ids', { ids: ['1', '3', '4711'] }, (row) => ['1', '3'].includes(row.order_id)],
      ['numbers', { numbers: ['2', '7'] }, (row) => ['2', '7'].includes(row.order_id)],
      ['ids and numbers together', { ids: ['1', '2'], numbers: ['2', '7'] }, (row) => row.order_id === '2'],
      ['status ids', { statusIds: ['5', '8'] }, (row) => ['5', '8'].includes(row.order_status_id)],
      ['the status of unfinished checkouts', { statusIds: ['0'] }, () => false],
      ['completed ones', { states: ['COMPLETED'] }, (row) => row.order_status === 'Complete'],
      ['being processed', { states: ['PROCESSING'] }, (row) => ['Processing', 'Shipped'].includes(row.order_status)],
      [
        'several states',
        { states: ['CANCELLED', 'REFUNDED', 'FAILED'] },
        (row) => ['Canceled', 'Voided', 'Refunded', 'Failed', 'Denied'].includes(row.order_status),
      ],
      ['a state that none has', { states: ['OTHER'] }, () => false],
      ['a customer', { customerId: '4' }, (row) => row.customer_id === '4'],
      ['guests, who are no customer', { customerId: '0' }, () => false],
      [
        'e-mail in other capitals',
        { email: 'SINEAD.obrien@example.IE' },
        (row) => row.email.toLowerCase() === 'sinead.obrien@example.ie',
      ],
      ['a part of an e-mail', { email: 'example.ie' }, () => false],
    ];
    test.each(orderFilters)('orders by %s are those of the oracle', async (_what, filter, right) => {
      const orders = oracle.orders.filter((row: any) => row.order_status_id !== '0');
      expect(await matching('orders', filter)).toEqual(brute(orders, 'order_id', right));
    });

    const categoryFilters: [string, object, (row: any) => boolean][] = [
      ['ids', { ids: ['20', '18', '1'] }, (row) => ['20', '18'].includes(row.category_id)],
      ['parent', { parentId: '34' }, (row) => row.parent_id === '34'],
      ['letters that escapes are made of', { search: 'amp' }, (row) => holds(nameOf(row), 'amp')],
      ['the top', { parentId: '0' }, (row) => row.parent_id === '0'],
      ['a part of the name', { search: 's & p' }, (row) => holds(nameOf(row), 's & p')],
      ['enabled', { enabled: true }, (row) => row.status === '1'],
      ['disabled', { enabled: false }, (row) => row.status !== '1'],
    ];
    test.each(categoryFilters)('categories by %s are those of the oracle', async (_what, filter, right) => {
      expect(await matching('categories', filter)).toEqual(brute(oracle.categories, 'category_id', right));
    });

    const customerFilters: [string, object, (row: any) => boolean][] = [
      ['ids', { ids: ['1', '5', '77'] }, (row) => ['1', '5'].includes(row.customer_id)],
      [
        'e-mails in other capitals',
        { emails: ['LUKASZ@example.pl', 'sinead.obrien@example.ie'] },
        (row) => ['3', '5'].includes(row.customer_id),
      ],
      ['a part of a name', { search: 'müll' }, (row) => holds(row.lastname, 'müll')],
      ['a part of an escape', { search: 'amp;' }, () => false],
      ['a full name', { search: 'Ana María Núñez' }, (row) => row.customer_id === '6'],
      ['a part of an e-mail', { search: '@example.org' }, (row) => holds(row.email, '@example.org')],
      ['a name that is stored escaped', { search: 'Tom & Jerry "TJ"' }, (row) => row.customer_id === '10'],
      ['a group', { groupId: '1' }, (row) => row.customer_group_id === '1'],
    ];
    test.each(customerFilters)('customers by %s are those of the oracle', async (_what, filter, right) => {
      expect(await matching('customers', filter)).toEqual(brute(oracle.customers, 'customer_id', right));
    });

    test('the children of categories come by their sort order, then by name', async () => {
      const children = await store
        .session()
        .ask((platform, view) => platform.categoryChildren(view, ['25', '34', '999'], new Selection({ name: {} })));
      expect(children.get('25')?.map((one) => one.nativeId)).toEqual(['29', '28', '30', '31', '32']);
    });

    test.each(['products', 'customers'] as const)(
      '%s without a time come once in a column that must have one',
      async (list) => {
        const { id, from } = tables[list];
        const table = `\`${prefix}${list.slice(0, -1)}\``;
        // What an import leaves; MariaDB finds zero dates by `is null` where the column is `not null`, as OpenCart up to 4.0 has it.
        store.rows(
          `set sql_mode = ''; alter table ${table} modify date_added datetime not null; ` +
            `update ${table} set date_added = 0 order by ${list.slice(0, -1)}_id limit 5`,
        );
        const relations = from.replace(/#own/, own).replace(/#(\w+)/g, `\`${prefix}$1\``);
        const right = store
          .rows(`select ${id} from ${relations} order by date_added desc, ${id} desc`)
          .map(([only]) => only);
        expect(await walk(store.session, list, 'CREATED_AT_DESC', { limit: 3, backward: false })).toEqual(right);
        expect(await walk(store.session, list, 'CREATED_AT_ASC', { limit: 3, backward: true })).toEqual(
          [...right].reverse(),
        );
      },
    );

    test('a row that is a variant of itself, or of a variant, is none and spoils no list', async () => {
      if (own === '') return expect(store.rows(`show columns from \`${prefix}product\` like 'master_id'`)).toEqual([]);
      const variants = () =>
        store.session().ask((platform, view) =>
          platform.variants.page(view, {
            ...{ limit: 250, backward: false, after: null, before: null, orderBy: 'ID_ASC', filter: {} },
            ...{ selection: new Selection({ nativeId: {} }), totalCount: true },
          }),
        );
      const before = await variants();
      expect(before.totalCount).toBeGreaterThan(0);
      store.rows(`update ${prefix}product set master_id = product_id where product_id = 40;
        update ${prefix}product set master_id = 40 where product_id = 41`);
      expect(await variants()).toEqual(before);
    });
  });
});
