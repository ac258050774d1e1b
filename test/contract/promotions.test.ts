import type { Results } from '../../src/bridge/plan.js';
import type { Platform } from '../../src/platforms/platform.js';
import type { BridgedStore } from './bridged-store.js';
import { everything } from './everything.js';
import type { Thing } from './filter-cases.js';
import { fixtures } from './fixtures.js';
import { type PromotionList, promotionList, promotionPage, promotionsOf } from './promotion-lists.js';
import { waysOfSending, zonesOfSending } from './shipping-lists.js';

const lists = ['coupons', 'giftCards', 'taxRates'] as const;
const selections = {
  coupons: everything.coupon,
  giftCards: everything.giftCard,
  taxRates: everything.taxRate,
} as const;

describe.each(fixtures)('$platformId', ({ open, without = [] }) => {
  let store: BridgedStore;
  let has: (list: PromotionList) => boolean;
  beforeAll(async () => {
    store = await open();
    const platform = (await store.session().platform()) as Platform;
    const holds = { coupons: 'coupon.read', giftCards: 'gift-card.read', taxRates: 'tax.read' } as const;
    has = (list) => platform.capabilities.includes(holds[list]) && !without.includes(holds[list]);
    for (const list of lists)
      expect(promotionList(platform, list) !== undefined).toBe(platform.capabilities.includes(holds[list]));
  });
  afterAll(() => store?.close());

  test.each(lists)('%s come with everything in one signed request, and by id as they are', async (list) => {
    store.asked();
    const { nodes, totalCount } = await promotionPage(store.session(), list);
    expect(store.asked().length).toBeLessThanOrEqual(1);
    expect(nodes.length).toBe(totalCount);
    expect(nodes.length > 0).toBe(has(list));
    const selection = selections[list];
    const ids = nodes.map(({ nativeId }) => nativeId);
    const found = await store.session().ask(
      (platform: Platform, view) =>
        promotionList(platform, list)?.byIds(view, [...ids, '999999999', 'x'], selection) ?? {
          statements: [],
          decode: () => new Map<string, Thing>(),
        },
    );
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(nodes.map((node) => [node.nativeId, node])));
    for (const node of nodes) {
      for (const [field, value] of Object.entries(node)) {
        expect({ field, isError: value instanceof Error }).toEqual({ field, isError: false });
        expect(String(value)).not.toContain('NEVER-');
      }
    }
  });

  test('ways of sending come with their zones in one signed request, and hold together', async () => {
    store.asked();
    const ways = await waysOfSending(store.session());
    expect(store.asked().length).toBeLessThanOrEqual(1);
    const zones = await zonesOfSending(store.session());
    expect(new Set(ways.map(({ nativeId }) => nativeId)).size).toBe(ways.length);
    for (const way of ways) {
      const { kind, price, isEverywhere, rates } = way;
      expect(Object.values(way).filter((value) => value instanceof Error)).toEqual([]);
      if (kind === 'FREE') expect({ way, price }).toEqual({ way, price: expect.objectContaining({ amount: '0.00' }) });
      if (isEverywhere) expect(way).toMatchObject({ zones: [], places: [] });
      for (const zone of way.zones as Thing[]) expect(zones).toContainEqual(zone);
      for (const rate of rates as Thing[]) {
        expect((rate.price === null) !== (rate.percentage === null)).toBe(true);
        expect(rate.to === null || Number(rate.to) >= Number(rate.from)).toBe(true);
      }
    }
    expect(JSON.stringify([ways, zones])).not.toContain('NEVER-');
  });

  test('no setting leaves the store that ways of sending keep to themselves, whatever is asked', async () => {
    const platform = (await store.session().platform()) as Platform;
    const asked = Object.entries(platform.relations ?? {}).filter(([, { area }]) => area === 'settings');
    const hello = await store.session().hello();
    const statements = asked
      .filter(([name]) => Object.hasOwn(hello.relations, name))
      .map(([name, { columns }], at) => {
        const own = Object.keys(columns).filter((column) => hello.relations[name]?.includes(column));
        const sql = `select ${own.map((column) => `\`r\`.\`${column}\``).join(', ')} from \`${name}\` as \`r\``;
        return { id: `all-${at}`, sql, parameters: [] };
      });
    const rows = await store.session().ask(() => ({
      statements,
      decode: (results: Results) => statements.map((one) => results.rows(one)),
    }));
    expect(rows.flat().length).toBeGreaterThan(asked.length);
    expect(JSON.stringify(rows)).not.toContain('NEVER-');
  });

  test('coupons come whole, page by page, either way', async () => {
    const all = (await promotionsOf(store.session(), 'coupons')).map(({ nativeId }) => nativeId);
    for (const orderBy of ['ID_ASC', 'ID_DESC']) {
      for (const backward of [false, true]) {
        const ids: string[] = [];
        let request = { orderBy, limit: 5, backward };
        for (let more = true; more; ) {
          const page = await promotionPage(store.session(), 'coupons', request);
          const own = page.nodes.map(({ nativeId }) => nativeId);
          if (backward) ids.unshift(...own);
          else ids.push(...own);
          request = { ...request, ...(backward ? { before: page.places[0] } : { after: page.places.at(-1) }) };
          more = page.hasMore;
        }
        expect(ids).toEqual(orderBy === 'ID_ASC' ? all : [...all].reverse());
      }
    }
  });

  test('coupons by what filters them are just those that meet it', async () => {
    const all = await promotionsOf(store.session(), 'coupons');
    const found = async (filter: object) =>
      (await promotionPage(store.session(), 'coupons', { filter })).nodes.map(({ nativeId }) => nativeId);
    const those = (meets: (node: Thing) => boolean) => all.filter(meets).map(({ nativeId }) => nativeId);
    expect(await found({ enabled: true })).toEqual(those(({ enabled }) => enabled === true));
    expect(await found({ enabled: false })).toEqual(those(({ enabled }) => enabled === false));
    const coded = all.filter(({ code }) => code !== null);
    expect(coded.length).toBeGreaterThan(2);
    for (const { nativeId, code } of coded) {
      expect(await found({ codes: [code] })).toEqual([nativeId]);
      expect(await found({ codes: [String(code).toUpperCase(), 'no such'] })).toEqual([nativeId]);
    }
    expect(await found({ ids: [all[1]?.nativeId, 'x'] })).toEqual([all[1]?.nativeId]);
    expect(await found({ codes: [] })).toEqual([]);
  });

  test('what a coupon says holds together', async () => {
    for (const coupon of await promotionsOf(store.session(), 'coupons')) {
      const { kind, percentage, amount, freeShipping, usageLimit, timesUsed, usesLeft } = coupon;
      expect({ kind, percentage: percentage !== null }).toEqual({ kind, percentage: kind === 'PERCENTAGE' });
      expect({ kind, amount: amount !== null }).toEqual({ kind, amount: String(kind).startsWith('FIXED_') });
      if (kind === 'FREE_SHIPPING') expect(freeShipping).toBe(true);
      if (usageLimit !== null) expect(usesLeft).toBe(Math.max(0, Number(usageLimit) - Number(timesUsed)));
    }
  });
});
