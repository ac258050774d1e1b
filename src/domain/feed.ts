import { Big } from 'big.js';
import type { Keyset, Page, Row } from '../model/page.js';
import { ServiceError } from '../model/service-error.js';

/** A store's part of a feed: asks for a page of its own list, in the feed's order. */
export interface FeedSource<T> {
  readonly storeId: string;
  readonly page: (request: { readonly limit: number; readonly after: Keyset | null }) => Promise<Page<T>>;
}

/** A row of a feed, with its store and its place in that store's list. */
export interface FeedRow<T> extends Row<T> {
  readonly storeId: string;
}

export interface FeedPage<T> {
  readonly rows: readonly FeedRow<T>[];
  /** Whether a store that answered has more. */
  readonly hasMore: boolean;
  /** The stores that did not answer, and why. */
  readonly unanswered: readonly { readonly storeId: string; readonly error: ServiceError }[];
}

/** The place reached in each store's own list, by store id; a store that is not in it has not been begun. */
export type FeedPlaces = ReadonlyMap<string, Keyset>;

/** Orders the rows of several stores as each store has ordered its own; 0 for a tie. */
export type RowOrder<T> = (a: FeedRow<T>, b: FeedRow<T>) => number;

/**
 * One page of one list over many stores.
 *
 * The place in a feed is the place reached in each store's own list, never a value: a store's dates, prices and collation mean
 * something only in that store, and so nothing has to be translated. Each store is asked for a full page after its own place,
 * in its own order, and the pages are merged by their heads. Rows are therefore never lost nor told twice: not where stores
 * collate differently (the order across stores is then as good as the stores allow), not where a row is added, and not where
 * a store does not answer: its place stays where it was, and its rows come when it answers again, later than they would have.
 * The price is a cursor that grows with the number of stores that have been begun.
 */
export async function feedPage<T>(
  sources: readonly FeedSource<T>[],
  places: FeedPlaces,
  limit: number,
  order: RowOrder<T>,
): Promise<FeedPage<T>> {
  const unanswered: { storeId: string; error: ServiceError }[] = [];
  const queues: FeedRow<T>[][] = [];
  let storesHaveMore = false;
  const pages = await Promise.allSettled(
    sources.map(({ storeId, page }) => page({ limit, after: places.get(storeId) ?? null })),
  );
  pages.forEach((page, i) => {
    const storeId = sources[i]?.storeId ?? '';
    if (page.status === 'fulfilled') {
      queues.push(page.value.rows.map((row) => ({ storeId, ...row })));
      storesHaveMore ||= page.value.hasMore;
    } else if (page.reason instanceof ServiceError && page.reason.code !== 'BAD_USER_INPUT') {
      unanswered.push({ storeId, error: page.reason });
    } else {
      throw page.reason;
    }
  });
  const rows = mergeByHeads(queues, limit, order);
  return { rows, hasMore: storesHaveMore || queues.some((queue) => queue.length > 0), unanswered };
}

/** The places reached when these rows have been told, one after the other. */
export function placesAfter<T>(places: FeedPlaces, rows: readonly FeedRow<T>[]): FeedPlaces {
  return new Map([...places, ...rows.map(({ storeId, at }) => [storeId, at] as const)]);
}

/** Takes up to `limit` rows off the queues, the least head first; ties go by store id. */
function mergeByHeads<T>(queues: FeedRow<T>[][], limit: number, order: RowOrder<T>): FeedRow<T>[] {
  const merged: FeedRow<T>[] = [];
  while (merged.length < limit) {
    let next: FeedRow<T>[] | null = null;
    for (const queue of queues) {
      const [head] = queue;
      const [least] = next ?? [];
      if (head && (!least || (order(head, least) || compareText(head.storeId, least.storeId)) < 0)) next = queue;
    }
    const row = next?.shift();
    if (!row) break;
    merged.push(row);
  }
  return merged;
}

type Comparable = Date | Big | string | null;

/** Nulls first, as the stores' databases have it. */
function compareValues(a: Comparable, b: Comparable): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (a instanceof Big && b instanceof Big) return a.cmp(b);
  return collator.compare(String(a), String(b));
}

const collator = new Intl.Collator('en', { sensitivity: 'base' });

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** How rows of several stores are compared, and what must be selected of them for that. */
export interface FeedOrder<T> {
  readonly needs: Readonly<Record<string, Record<string, never>>>;
  readonly compare: RowOrder<T>;
}

/**
 * The order that a list's `orderBy` means across stores: moments as moments, names alphabetically, amounts and native ids as the
 * numbers that the stores hold.
 */
export function feedOrder<T>(orderBy: string): FeedOrder<T> {
  const descending = orderBy.endsWith('_DESC');
  const { field, read } = sortKeys[orderBy.replace(/_(ASC|DESC)$/, '')] ?? byId;
  return {
    needs: field ? { [field]: {} } : {},
    compare: (a, b) => (descending ? compareValues(read(b), read(a)) : compareValues(read(a), read(b))),
  };
}

interface SortKey {
  readonly field: string | null;
  readonly read: (row: FeedRow<unknown>) => Comparable;
}

const byId: SortKey = { field: null, read: ({ at }) => number(at.id) ?? at.id };
const sortKeys: Readonly<Record<string, SortKey>> = {
  NAME: byField('name', (value) => (typeof value === 'string' ? value : null)),
  PRICE: { field: null, read: ({ at }) => number(at.value) },
  TOTAL: { field: null, read: ({ at }) => number(at.value) },
  CREATED_AT: byField('createdAt', moment),
  UPDATED_AT: byField('updatedAt', moment),
  PLACED_AT: byField('placedAt', moment),
};

function byField(field: string, valueIn: (value: unknown) => Comparable): SortKey {
  return { field, read: ({ node }) => valueIn((node as Record<string, unknown>)[field]) };
}

function moment(value: unknown): Date | null {
  return value instanceof Date ? value : null;
}

function number(value: Keyset['value']): Big | null {
  return value !== null && /^-?\d+(\.\d+)?$/.test(String(value)) ? new Big(value) : null;
}
