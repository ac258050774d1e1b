import fc from 'fast-check';
import { type FeedPlaces, type FeedSource, feedOrder, feedPage, placesAfter } from '../../src/domain/feed.js';
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
    async page({ limit, after }) {
      const from = after ? rows.findIndex(({ at }) => at.id === after.id) + 1 : 0;
      const page = rows.slice(from, from + limit);
      return { rows: page, hasMore: from + limit < rows.length, totalCount: null };
    },
  };
}

const failing = (storeId: string, error: Error): FeedSource<Thing> => ({ storeId, page: () => Promise.reject(error) });

/** Reads a feed to its end; every page begins where the last one's places ended. */
async function readAll(sources: readonly FeedSource<Thing>[], limit: number, orderBy: string) {
  const { compare } = feedOrder<Thing>(orderBy);
  const told: { storeId: string; at: Keyset }[] = [];
  let places: FeedPlaces = new Map();
  for (let pages = 0; pages < 1_000; pages += 1) {
    const { rows, hasMore } = await feedPage(sources, places, limit, compare);
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
  const { compare } = feedOrder<Thing>('PRICE_ASC');
  const down = new ServiceError('STORE_TIMEOUT', 'The store did not answer in time.');
  const a = store('a', [1, 3, 5]);
  const first = await feedPage([a, failing('b', down)], new Map(), 2, compare);
  expect(first.rows.map(idOf)).toEqual(['a/1', 'a/2']);
  expect(first.unanswered).toEqual([{ storeId: 'b', error: down }]);
  const again = await feedPage([a, store('b', [2, 4])], placesAfter(new Map(), first.rows), 5, compare);
  expect(again.rows.map(idOf)).toEqual(['b/1', 'b/2', 'a/3']);
  expect(again.unanswered).toEqual([]);
});

test('a bug, and a question that makes no sense, are never passed off as a store that did not answer', async () => {
  const { compare } = feedOrder<Thing>('ID_ASC');
  for (const error of [new TypeError('a bug'), new ServiceError('BAD_USER_INPUT', 'No.')]) {
    await expect(feedPage([failing('a', error)], new Map(), 5, compare)).rejects.toBe(error);
  }
});

describe('an order across stores', () => {
  const compared = (orderBy: string, a: object, b: object) => {
    const row = (of: object) => ({ storeId: 's', node: {}, at: { value: null, id: '1' }, ...of }) as never;
    return Math.sign(feedOrder<Thing>(orderBy).compare(row(a), row(b)));
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
