import fc from 'fast-check';
import { type FeedPlaces, type FeedSource, feedPage, placesAfter } from '../../src/domain/feed.js';
import { type FeedOrder, feedOrder } from '../../src/domain/feed-order.js';
import type { Keyset } from '../../src/model/page.js';
import { ServiceError } from '../../src/model/service-error.js';

interface Thing {
  readonly name?: string;
  readonly createdAt?: Date | null;
  readonly value: number;
}

/** A store as a feed sees it: rows sorted by value and id, given from after a place on. */
function store(storeId: string, values: readonly number[], descending = false): FeedSource<Thing> {
  const rows = values
    .map((value, i) => ({ node: { value }, at: { value, id: String(i + 1) } }))
    .sort((a, b) => (a.at.value - b.at.value || Number(a.at.id) - Number(b.at.id)) * (descending ? -1 : 1));
  return {
    storeId,
    details: null,
    async page({ limit, after }) {
      const from = after ? rows.findIndex(({ at }) => at.id === after.id) + 1 : 0;
      const page = rows.slice(from, from + limit);
      return { rows: page, hasMore: from + limit < rows.length, totalCount: null };
    },
  };
}

const failing = (storeId: string, error: Error): FeedSource<Thing> => ({
  storeId,
  details: null,
  page: () => Promise.reject(error),
});

/** Reads a feed to its end; every page begins where the last one's places ended. */
async function readAll(sources: readonly FeedSource<Thing>[], limit: number, orderBy: string) {
  const order = feedOrder(orderBy);
  const told: { storeId: string; at: Keyset }[] = [];
  let places: FeedPlaces = new Map();
  for (let pages = 0; pages < 1_000; pages += 1) {
    const { rows, hasMore } = await feedPage(sources, places, limit, order);
    told.push(...rows.map(({ storeId, at }) => ({ storeId, at })));
    places = placesAfter(places, rows);
    if (!hasMore) return told;
  }
  throw new Error('the feed must come to an end');
}

const idOf = ({ storeId, at }: { storeId: string; at: Keyset }) => `${storeId}/${at.id}`;

test('a feed tells every row of every store once and in order, whatever the size of its pages', async () => {
  const stores = fc.array(fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 12 }), { minLength: 1, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(stores, fc.integer({ min: 1, max: 7 }), fc.boolean(), async (values, limit, descending) => {
      const sources = values.map((own, i) => store(`s${i}`, own, descending));
      const told = await readAll(sources, limit, descending ? 'PRICE_DESC' : 'PRICE_ASC');
      expect(new Set(told.map(idOf)).size).toBe(told.length);
      expect(told).toHaveLength(values.flat().length);
      const sorted = told.map(({ at }) => Number(at.value));
      expect(sorted).toEqual(values.flat().sort((a, b) => (descending ? b - a : a - b)));
    }),
  );
});

test('equal rows go by store, then as the store has them', async () => {
  const told = await readAll([store('b', [1, 1]), store('a', [1, 1])], 3, 'PRICE_ASC');
  expect(told.map(idOf)).toEqual(['a/1', 'a/2', 'b/1', 'b/2']);
});

test('a store that does not answer is named, costs nothing else, and is told from its own place when it answers again', async () => {
  const order = feedOrder('PRICE_ASC');
  const down = new ServiceError('STORE_TIMEOUT', 'The store did not answer in time.');
  const a = store('a', [1, 3, 5]);
  const first = await feedPage([a, failing('b', down)], new Map(), 2, order);
  expect(first.rows.map(idOf)).toEqual(['a/1', 'a/2']);
  expect(first.unanswered).toEqual([{ storeId: 'b', error: down }]);
  const again = await feedPage([a, store('b', [2, 4])], placesAfter(new Map(), first.rows), 5, order);
  expect(again.rows.map(idOf)).toEqual(['b/1', 'b/2', 'a/3']);
  expect(again.unanswered).toEqual([]);
});

describe('a feed over many stores', () => {
  /** Stores of ten rows each, in which the feed's rows take turns, and what was asked of them. */
  function openStores(count: number, more: Partial<FeedSource<Thing>> = {}) {
    const asked = { pages: [] as string[], details: [] as string[], atOnce: 0, most: 0 };
    const during = async <T>(work: () => Promise<T>): Promise<T> => {
      asked.atOnce += 1;
      asked.most = Math.max(asked.most, asked.atOnce);
      await new Promise((resolve) => setImmediate(resolve));
      asked.atOnce -= 1;
      return work();
    };
    const sources = Array.from({ length: count }, (_, s): FeedSource<Thing> => {
      const storeId = `s${String(s).padStart(4, '0')}`;
      const own = store(
        storeId,
        Array.from({ length: 10 }, (_, i) => i * count + s),
      );
      return {
        storeId,
        page: (wanted) =>
          during(() => {
            asked.pages.push(storeId);
            return own.page(wanted);
          }),
        details: (ids) =>
          during(async () => {
            asked.details.push(...ids.map((id) => `${storeId}/${id}`));
            return new Map(ids.map((id) => [id, { value: -Number(id) }]));
          }),
        ...more,
      };
    });
    return { asked, sources };
  }
  const order = feedOrder('PRICE_ASC');

  test('reads the details of its own rows alone, and asks no more stores at once than it may', async () => {
    const { asked, sources } = openStores(200);
    const { rows, unanswered } = await feedPage(sources, new Map(), 250, order, { atOnce: 20 });
    expect(rows).toHaveLength(250);
    expect(rows.map(({ at }) => at.value)).toEqual(Array.from({ length: 250 }, (_, i) => i));
    expect(rows.every(({ node, at }) => !(node instanceof Error) && node.value === -Number(at.id))).toBe(true);
    expect(asked.pages).toHaveLength(200);
    expect(asked.details).toHaveLength(250);
    expect(asked.details.sort()).toEqual(rows.map(idOf).sort());
    expect(asked.most).toBe(20);
    expect(unanswered).toEqual([]);
  });

  test('leaves out rows that were deleted before their details were read, and goes on behind them', async () => {
    const { sources } = openStores(2, { details: async () => new Map() });
    const page = await feedPage(sources, new Map(), 4, order);
    expect(page.rows).toEqual([]);
    expect([...page.places.values()].map(({ id }) => id)).toEqual(['2', '2']);
    expect(page.hasMore).toBe(true);
  });

  test('tells the rows of a store whose details fail when it is asked again', async () => {
    const { sources } = openStores(2);
    const down = new ServiceError('STORE_UNREACHABLE', 'down');
    const broken = sources.map((source, i) => (i === 1 ? { ...source, details: () => Promise.reject(down) } : source));
    const page = await feedPage(broken, new Map(), 4, order);
    expect(page.rows.map(idOf)).toEqual(['s0000/1', 's0000/2']);
    expect(page.unanswered).toEqual([{ storeId: 's0001', error: down }]);
    const next = await feedPage(sources, page.places, 3, order);
    expect(next.rows.map(idOf)).toEqual(['s0001/1', 's0001/2', 's0000/3']);
  });

  test('does not wait for stores that are late, nor ask those whose turn has not come by then', async () => {
    const { asked, sources } = openStores(4);
    const slow = sources.map((source, i) =>
      i === 1 ? { ...source, page: () => new Promise<never>(() => {}) } : source,
    );
    const begun = performance.now();
    const page = await feedPage(slow, new Map(), 4, order, { atOnce: 1, pagesUntil: AbortSignal.timeout(50) });
    expect(performance.now() - begun).toBeLessThan(1_000);
    expect(page.rows.map(({ storeId }) => storeId)).toEqual(Array.from({ length: 4 }, () => 's0000'));
    expect(page.unanswered.map(({ storeId, error }) => [storeId, error.code, error.retryable])).toEqual(
      ['s0001', 's0002', 's0003'].map((storeId) => [storeId, 'STORE_LATE', true]),
    );
    expect(asked.pages).toEqual(['s0000']);
    expect(page.hasMore).toBe(true);
  });

  test('does not wait for details that are late either', async () => {
    const { sources } = openStores(2, { details: () => new Promise<never>(() => {}) });
    const page = await feedPage(sources, new Map(), 4, order, { detailsUntil: AbortSignal.timeout(30) });
    expect(page.rows).toEqual([]);
    expect(page.unanswered.map(({ error }) => error.code)).toEqual(['STORE_LATE', 'STORE_LATE']);
    expect(page.places.size).toBe(0);
  });

  test('makes a key once for each row it looks at, and compares few of them', async () => {
    const { sources } = openStores(1_000);
    let keys = 0;
    let compared = 0;
    const counting: FeedOrder = {
      ...order,
      keyOf: (row) => {
        keys += 1;
        return order.keyOf(row);
      },
      compare: (a, b) => {
        compared += 1;
        return order.compare(a, b);
      },
    };
    await feedPage(sources, new Map(), 250, counting);
    expect(keys).toBeLessThanOrEqual(1_000 + 250);
    expect(compared).toBeLessThan(20_000);
  });
});

test('a bug, and a question that makes no sense, are never passed off as a store that did not answer', async () => {
  const order = feedOrder('ID_ASC');
  for (const error of [new TypeError('a bug'), new ServiceError('BAD_USER_INPUT', 'No.')]) {
    await expect(feedPage([failing('a', error)], new Map(), 5, order)).rejects.toBe(error);
  }
});

describe('an order across stores', () => {
  const compared = (orderBy: string, a: object, b: object) => {
    const { keyOf, compare } = feedOrder(orderBy);
    const key = (of: object) => keyOf({ node: {}, at: { value: null, id: '1' }, ...of });
    return Math.sign(compare(key(a), key(b)));
  };

  test('compares amounts as numbers, however they are written', () => {
    expect(compared('PRICE_ASC', { at: { value: '9.50', id: '1' } }, { at: { value: '10', id: '1' } })).toBe(-1);
    expect(compared('TOTAL_DESC', { at: { value: '9.5', id: '1' } }, { at: { value: 9.5, id: '1' } })).toBe(0);
    expect(compared('TOTAL_DESC', { at: { value: '9.5', id: '1' } }, { at: { value: 10, id: '1' } })).toBe(1);
  });

  test('compares moments, whatever text their stores keep', () => {
    const at = (text: string) => ({ node: { createdAt: new Date(text) } });
    expect(compared('CREATED_AT_ASC', at('2026-01-01T12:00:00+02:00'), at('2026-01-01T11:00:00Z'))).toBe(-1);
  });

  test('compares names alphabetically, not by their bytes', () => {
    expect(compared('NAME_ASC', { node: { name: 'Äpfel' } }, { node: { name: 'Birne' } })).toBe(-1);
    expect(compared('NAME_ASC', { node: { name: 'apple' } }, { node: { name: 'Apple' } })).toBe(0);
  });

  test('compares native ids as numbers', () => {
    expect(compared('ID_ASC', { at: { value: null, id: '9' } }, { at: { value: null, id: '10' } })).toBe(-1);
  });

  test('has nothing before everything in ascending order, and after it in descending', () => {
    const [none, some] = [{ node: { createdAt: null } }, { node: { createdAt: new Date() } }];
    expect(compared('CREATED_AT_ASC', none, some)).toBe(-1);
    expect(compared('CREATED_AT_DESC', none, some)).toBe(1);
  });

  test('says what must be selected for it', () => {
    expect(feedOrder('NAME_ASC').needs).toEqual({ name: {} });
    expect(feedOrder('PLACED_AT_DESC').needs).toEqual({ placedAt: {} });
    expect(feedOrder('PRICE_ASC').needs).toEqual({});
  });
});
