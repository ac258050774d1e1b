import type { ActName } from '../../src/bridge/acts.js';
import type { Plan, Results, Statement, StatementResult } from '../../src/bridge/plan.js';
import { resultsOf } from '../../src/bridge/plan.js';
import { valueRead } from '../../src/model/as-read.js';
import { type Capability, capabilities } from '../../src/model/capability.js';
import type { Page } from '../../src/model/page.js';
import { Selection, type SelectionTree } from '../../src/model/selection.js';
import { ServiceError } from '../../src/model/service-error.js';
import { platforms } from '../../src/platforms/index.js';
import type { Collection, Platform, StoreView } from '../../src/platforms/platform.js';
import type { BridgedStore } from './bridged-store.js';
import { everything, wholly } from './everything.js';
import { filterCases, type Thing } from './filter-cases.js';
import { fixtures, madeUp } from './fixtures.js';
import { askPage, type ListName, lists, ordersOf, type UnbrokenPage, walk } from './listing.js';
import { type PeopleList, peoplePage } from './people-lists.js';
import { type PromotionList, promotionsOf } from './promotion-lists.js';
import { waysOfSending } from './shipping-lists.js';

const listNames = Object.keys(lists) as ListName[];
const selections = wholly;

/** What the graph's resolvers rely on besides what is selected. */
const hidden = new Set(['storeId', 'parentId', 'productId', 'variantId']);

test('every platform has a fixture, and every fixture a platform', () => {
  expect(fixtures.map(({ platformId }) => platformId).sort()).toEqual(platforms.map(({ id }) => id).sort());
});

describe.each([...fixtures, madeUp])('$platformId', ({ platformId, open, without = [] }) => {
  let store: BridgedStore;
  beforeAll(async () => {
    store = await open();
    await store.session().config();
    store.asked();
  });
  afterAll(() => store?.close());
  beforeEach(() => store.asked());

  const whole = (list: ListName, selection = selections[list] as Selection, limit = 250) =>
    askPage(store.session(), list, { selection, limit, totalCount: true }) as Promise<UnbrokenPage<Thing>>;

  test('is what the bridge says the store is', async () => {
    expect((await store.session().hello()).platform).toBe(platformId);
  });

  test('its configuration holds together', async () => {
    const { config } = await store.session().config();
    expect(config.currencies.filter((one) => one.isDefault).map((one) => one.code)).toEqual([config.defaultCurrency]);
    expect(config.languages.filter((one) => one.isDefault).map((one) => one.tag)).toEqual([config.defaultLanguage]);
    expect(config.languages.map((one) => Intl.getCanonicalLocales(one.tag)[0])).toEqual(
      config.languages.map((one) => one.tag),
    );
    expect(() => new Intl.DateTimeFormat('en', { timeZone: config.timeZone })).not.toThrow();
    expect(config.channels.length).toBeGreaterThan(0);
    for (const listed of ['orderStatuses', 'taxClasses', 'customerGroups', 'channels', 'languages'] as const) {
      const ids = valueRead(config[listed]).map((one) => one.nativeId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(ids.every((id) => typeof id === 'string')).toBe(true);
    }
    expect(config.currencies.every(({ rate }) => Number(rate) > 0)).toBe(true);
  });

  test('holds what it claims to be able to answer, and answers the rest as empty', async () => {
    const claimed = await store.session().ask((platform) => ({
      statements: [],
      decode: () => platform.capabilities.filter((one) => !without.includes(one)),
    }));
    const some = async (list: ListName, field: string): Promise<boolean> =>
      (await whole(list)).rows.some(({ node }) => (node[field] as readonly unknown[]).length > 0);
    const listed = async (of: keyof Platform['facets']): Promise<boolean> =>
      (await store.session().ask((platform: Platform, view) => platform.facets[of](view) as Plan<readonly unknown[]>))
        .length > 0;
    const figuresOfAll = async (): Promise<number> => {
      const [order] = (await whole('orders')).rows;
      const from = order?.node.placedAt as Date;
      const request = { from, to: new Date(from.getTime() + 86_400_000), filter: {} };
      return (await store.session().ask((platform, view) => platform.orderStatistics(view, request))).length;
    };
    const held = async (list: PeopleList): Promise<boolean> =>
      (await peoplePage(store.session(), list)).rows.length > 0;
    const promotions = (list: PromotionList) => promotionsOf(store.session(), list);
    const canBe = async (act: ActName): Promise<boolean> =>
      (await store.session().platform()).writing?.acts.includes(act) ?? false;
    const holds: Readonly<Record<Capability, () => Promise<boolean>>> = {
      'config.read': async () => (await store.session().config()).config.name !== '',
      'product.read': async () => (await whole('products')).rows.length > 0,
      'variant.read': () => some('products', 'variants'),
      'product.link.read': () => some('products', 'links'),
      'download.read': () => some('products', 'downloads'),
      'metafield.read': async () =>
        (await some('products', 'metafields')) ||
        ((await some('orders', 'metafields')) && some('customers', 'metafields')),
      'facet.read': async () => (await listed('brands')) || (await listed('tags')) || listed('attributes'),
      'order.statistics.read': async () => (await figuresOfAll()) > 0,
      'attribute-set.read': () => listed('attributeSets'),
      'location.read': () => listed('locations'),
      'category.read': async () => (await whole('categories')).rows.length > 0,
      'order.read': async () => (await whole('orders')).rows.length > 0,
      'order.tax.read': () => some('orders', 'taxLines'),
      'order.history.read': () => some('orders', 'history'),
      'order.transaction.read': () => some('orders', 'transactions'),
      'order.shipment.read': () => some('orders', 'shipments'),
      'order.refund.read': () => some('orders', 'refunds'),
      'customer.read': async () => (await whole('customers')).rows.length > 0,
      'review.read': () => held('reviews'),
      'tax.read': async () => (await promotions('taxRates')).length > 0,
      'shipping.read': async () => (await waysOfSending(store.session())).length > 0,
      'coupon.read': async () => (await promotions('coupons')).length > 0,
      'gift-card.read': async () => (await promotions('giftCards')).length > 0,
      'newsletter.read': () => held('newsletterSubscribers'),
      'basket.read': () => held('baskets'),
      'wish-list.read': () => held('wishLists'),
      'return.read': () => held('returns'),
      'inventory.write': () => canBe('inventory'),
      'price.write': () => canBe('price'),
      'product.write': () => canBe('product'),
      'order.status.write': () => canBe('order'),
      'order.comment.write': () => canBe('order'),
      'shipment.write': () => canBe('shipment'),
    };
    for (const capability of Object.keys(capabilities) as Capability[]) {
      const held = await holds[capability]();
      expect({ capability, held }).toEqual({ capability, held: claimed.includes(capability) });
    }
  });

  test('counts what its lists hold, and only what is asked', async () => {
    const counts = await store.session().ask((platform, view) => platform.counts(view, everything.counts));
    for (const list of listNames) {
      const { totalCount, rows } = await whole(list, Selection.none, 1);
      expect({ list, totalCount, rows: rows.length }).toEqual({ list, totalCount: counts[list], rows: 1 });
    }
    store.asked();
    const one = await store.session().ask((platform, view) => platform.counts(view, new Selection({ orders: {} })));
    expect(one).toEqual({ orders: counts.orders });
    expect(store.asked().map((statements) => statements.length)).toEqual([1]);
  });

  describe.each(listNames)('%s', (list) => {
    const collection = (platform: Platform) => lists[list](platform) as unknown as Collection<Thing, object, string>;

    test('come with everything that hangs on them in one signed request', async () => {
      const { rows } = await whole(list);
      expect(rows.length).toBeGreaterThan(20);
      expect(store.asked()).toHaveLength(1);
      const fields = [...selections[list].fields].sort();
      for (const { node } of rows) {
        expect(
          Object.keys(node)
            .filter((field) => !hidden.has(field))
            .sort(),
        ).toEqual(fields);
        expect(faultsIn(node, list)).toEqual([]);
      }
    });

    test('cost no statement for what is not selected', async () => {
      await whole(list, new Selection({ nativeId: {}, id: {} }), 5);
      const bare = store.asked().flat().length;
      expect(bare).toBeLessThanOrEqual(3);
      await whole(list);
      const full = store.asked().flat().length;
      for (const field of selections[list].fields) {
        await whole(list, new Selection({ [field]: everythingBelow(selections[list], field) }), 5);
        const own = store.asked().flat().length;
        expect({ field, fewer: own < full || full <= bare + 1 }).toEqual({ field, fewer: true });
      }
    });

    test('say the same of a field whatever else is selected', async () => {
      const { rows } = await whole(list, undefined, 20);
      for (const field of selections[list].fields) {
        const alone = await whole(list, new Selection({ [field]: everythingBelow(selections[list], field) }), 20);
        expect(alone.rows.map(({ node }) => node[field])).toEqual(rows.map(({ node }) => node[field]));
      }
    });

    test('are the same by id, and none for ids that none has', async () => {
      const { rows } = await whole(list, undefined, 10);
      const ids = rows.map(({ node }) => node.nativeId);
      const found = await store
        .session()
        .ask((platform: Platform, view) =>
          collection(platform).byIds(view, [...ids, '999999999', 'x y', '-1', '0', ''], selections[list]),
        );
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(rows.map(({ node }) => [node.nativeId, node])));
    });

    test('keep all other fields where one statement fails', async () => {
      const { plan, results } = await answeredPlan(store, (platform, view) =>
        collection(platform).page(view, {
          limit: 10,
          backward: false,
          after: null,
          before: null,
          orderBy: 'ID_ASC',
          filter: {},
          selection: selections[list],
          totalCount: false,
        }),
      );
      const good = plan.decode(resultsOf(results)).rows.map(({ node }) => node);
      let spoiledThings = 0;
      let spoiledPages = 0;
      for (const { id } of plan.statements) {
        const fault = new ServiceError('STORE_STATEMENT_FAILED', madeToFail);
        const failed = failedWith(plan.statements, id);
        const read = attempt(() =>
          plan.decode(
            resultsOf(results.map((result) => (failed.has(result.id) ? { id: result.id, error: fault } : result))),
          ),
        );
        if (isFault(read)) {
          spoiledPages += 1;
          continue;
        }
        spoiledThings += 1;
        for (const [at, { node }] of (read as Page<Thing>).rows.entries()) {
          for (const [field, value] of Object.entries(node)) {
            if (!holdsFault(value))
              expect({ id, field, value }).toEqual({ id, field, value: (good[at] as Thing)[field] });
          }
        }
      }
      // The page itself and the things' own rows are all that a page cannot do without.
      expect(spoiledPages).toBeLessThanOrEqual(2);
      expect(spoiledThings + spoiledPages).toBe(plan.statements.length);
    });

    test.each(ordersOf[list])('by %s come whole, page by page, either way', async (orderBy) => {
      const all = (await askPage(store.session(), list, { orderBy })).rows.map(({ node }) => node.nativeId);
      const { totalCount } = await whole(list, Selection.none, 1);
      expect(all).toHaveLength(Math.min(totalCount ?? 0, 250));
      expect(new Set(all).size).toBe(all.length);
      const limit = Math.ceil((totalCount ?? 0) / 6);
      const forwards = await walk(store.session, list, orderBy, { limit, backward: false });
      expect(forwards.slice(0, all.length)).toEqual(all);
      expect(await walk(store.session, list, orderBy, { limit, backward: true })).toEqual(forwards);
      if (orderBy.endsWith('_DESC')) {
        const opposite = orderBy.replace('_DESC', '_ASC');
        expect((await walk(store.session, list, opposite, { limit, backward: false })).reverse()).toEqual(forwards);
      }
    });

    test('refuse a place that is none of theirs', async () => {
      const request = { after: { value: null, id: 'nowhere' } };
      await expect(askPage(store.session(), list, request)).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    });
  });

  test('products come in the order that their own fields say', async () => {
    for (const [orderBy, read] of [
      ['PRICE_ASC', (node: Thing) => Number((node.price as { amount: string }).amount)],
      ['CREATED_AT_ASC', (node: Thing) => Number(node.createdAt)],
      ['UPDATED_AT_ASC', (node: Thing) => Number(node.updatedAt)],
    ] as const) {
      const page = await askPage(store.session(), 'products', { orderBy, selection: everything.product });
      const values = page.rows.map(({ node }) => read(node as Thing));
      expect(values).toEqual([...values].sort((a, b) => a - b));
    }
  });

  const known = new Map<ListName, Thing[]>();
  async function wholeOnce(list: ListName): Promise<readonly Thing[]> {
    const nodes = known.get(list) ?? (await whole(list)).rows.map(({ node }) => node);
    known.set(list, nodes);
    return nodes;
  }
  test.each([...filterCases])('%s by %s are just those that meet it', async (list, _what, filterOf, meets) => {
    const nodes = await wholeOnce(list);
    expect(nodes.length).toBeLessThan(250);
    for (const sample of [nodes[0], nodes[Math.floor(nodes.length / 2)], nodes.at(-1)] as Thing[]) {
      const page = await askPage(store.session(), list, { filter: filterOf(sample), totalCount: true });
      const right = nodes.filter((node) => meets(node, sample)).map((node) => node.nativeId);
      expect(page.rows.map(({ node }) => node.nativeId)).toEqual(right);
      expect(page.totalCount).toBe(right.length);
    }
  });

  test('conditions that nothing can meet, as every empty list is, cost no question', async () => {
    const inLists = {
      products: ['ids', 'skus', 'brandIds'],
      categories: ['ids'],
      orders: ['ids', 'numbers', 'statusIds', 'states', 'financialStatuses', 'fulfillmentStatuses'],
      customers: ['ids', 'emails'],
    };
    for (const list of listNames)
      for (const key of inLists[list]) {
        const page = await askPage(store.session(), list, { filter: { [key]: [] }, totalCount: true });
        expect(page).toEqual({ rows: [], hasMore: false, totalCount: 0 });
      }
    expect(store.asked()).toEqual([]);
  });

  test('variants by id are those that their products hold', async () => {
    const { rows } = await whole('products');
    const variants = rows.flatMap(({ node }) => node.variants as Thing[]);
    const ids = variants.map((variant) => variant.nativeId).slice(0, 50);
    const found = await store
      .session()
      .ask((platform, view) => platform.variants.byIds(view, [...ids, '999999999', 'none'], selections.variants));
    expect(Object.fromEntries(found)).toEqual(
      Object.fromEntries(variants.slice(0, 50).map((variant) => [variant.nativeId, variant])),
    );
    for (const { node } of rows) {
      expect((node.variants as Thing[]).every((variant) => variant.productId === node.nativeId)).toBe(true);
    }
  });

  test('children of categories are those whose parent they are', async () => {
    const { rows } = await whole('categories');
    const nodes = rows.map(({ node }) => node);
    const parents = nodes
      .filter((node) => nodes.some((other) => other.parentId === node.nativeId))
      .map((node) => node.nativeId);
    expect(parents.length).toBeGreaterThan(2);
    const children = await store
      .session()
      .ask((platform, view) => platform.categoryChildren(view, parents, selections.categories));
    for (const parent of parents) {
      const right = nodes.filter((node) => node.parentId === parent);
      const own = [...(children.get(parent) ?? [])].sort((a, b) => Number(a.nativeId) - Number(b.nativeId));
      expect(own).toEqual(right);
    }
  });

  test('the amounts of an order hold together', async () => {
    const { rows } = await whole('orders');
    const cents = (money: unknown) => Math.round(Number((money as { amount: string }).amount) * 10_000);
    for (const { node } of rows) {
      const totals = node.totals as Thing[];
      const lines = node.lineItems as Thing[];
      const near = totals.length + lines.length;
      const sum = totals.reduce((all, total) => all + cents(total.amount), 0);
      expect(Math.abs(sum - cents(node.total))).toBeLessThanOrEqual(near);
      // A line's own discount is either its part of the order's, or a reduced price that the order knows nothing of.
      const sumOf = (read: (line: Thing) => number) => lines.reduce((all, line) => all + read(line), 0);
      const after = sumOf((line) => cents(line.total));
      const before = sumOf((line) => cents(line.total) + cents(line.discountTotal));
      const subtotal = cents(node.subtotal);
      expect(Math.min(Math.abs(after - subtotal), Math.abs(before - subtotal))).toBeLessThanOrEqual(near);
      const off = (node.discounts as Thing[]).reduce((all, one) => all + cents(one.amount), 0);
      expect(Math.abs(off - cents(node.discountTotal))).toBeLessThanOrEqual(near);
      expect(JSON.stringify(node).match(/"currencyCode":"([A-Z]{3})"/g)).toEqual(
        expect.not.arrayContaining([expect.not.stringContaining(String(node.currencyCode))]),
      );
    }
  });
});

/** What is wrong with a value whatever its field: escaped text, a number for a decimal, an invalid time, nothing at all. */
function faultsIn(value: unknown, at: string): string[] {
  if (value === undefined) return [`${at} is not filled`];
  if (value instanceof Error) return [`${at} is an error: ${value.message}`];
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? [`${at} is no time`] : [];
  if (typeof value === 'string') {
    const escaped = /&(amp|quot|lt|gt|#0?39);/.test(value) && !/<[a-z]/i.test(value);
    return [
      ...(escaped ? [`${at} is escaped: ${value}`] : []),
      ...(value.includes('NaN') ? [`${at} is no number`] : []),
    ];
  }
  if (typeof value !== 'object' || value === null) return [];
  const money = 'currencyCode' in value && 'amount' in value ? (value as { amount: unknown }).amount : '0.00';
  const wrong =
    /^-?\d+\.\d{2,}$/.test(String(money)) && typeof money === 'string' ? [] : [`${at} is no amount: ${money}`];
  return [...wrong, ...Object.entries(value).flatMap(([key, one]) => faultsIn(one, `${at}.${key}`))];
}

function everythingBelow(selection: Selection, field: string): SelectionTree {
  const below = selection.at(field);
  return Object.fromEntries(below.fields.map((one) => [one, everythingBelow(below, one)]));
}

/** Runs a plan's statements once and keeps what came back. */
async function answeredPlan<T>(store: BridgedStore, make: (platform: Platform, view: StoreView) => Plan<T>) {
  let made: Plan<T> | undefined;
  let read: Results | undefined;
  await store.session().ask((platform: Platform, view): Plan<void> => {
    const plan = make(platform, view);
    made = plan;
    return {
      statements: plan.statements,
      decode(results) {
        read = results;
      },
    };
  });
  if (!made || !read) throw new Error('a plan must be made and answered');
  const plan = made;
  const given = read;
  const results: StatementResult[] = plan.statements.map((statement) => {
    const rows = given.rows(statement as Statement<Record<string, string | number | null>>);
    const columns = Object.keys(rows[0] ?? {});
    return {
      id: statement.id,
      columns,
      rows: rows.map((row) => columns.map((column) => row[column] ?? null)),
      truncated: false,
    };
  });
  return { plan, results };
}

/** A statement and all that refer to it, directly or not. */
function failedWith(statements: readonly Statement[], id: string): ReadonlySet<string> {
  const failed = new Set([id]);
  for (const statement of statements) {
    const sources = statement.parameters.flatMap((one) => (typeof one === 'object' && one !== null ? one.from : []));
    if (sources.some((source) => failed.has(source))) failed.add(statement.id);
  }
  return failed;
}

function attempt<T>(read: () => T): T | unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}

const madeToFail = 'made to fail';
const isFault = (value: unknown) => value instanceof ServiceError && value.message === madeToFail;

function holdsFault(value: unknown): boolean {
  return isFault(value) || (typeof value === 'object' && value !== null && Object.values(value).some(holdsFault));
}
