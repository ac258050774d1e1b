import { beforeDeadline } from '../bridge/deadline.js';
import type { Keyset, Page, Row } from '../model/page.js';
import { ServiceError } from '../model/service-error.js';
import type { FeedOrder, SortKey } from './feed-order.js';

/** A store's part of a feed. */
export interface FeedSource<T> {
  readonly storeId: string;
  /** Asks for a page of the store's own list, in the feed's order; of each row what the order needs, or all where `details` is null. */
  readonly page: (request: { readonly limit: number; readonly after: Keyset | null }) => Promise<Page<T>>;
  /** Asks for everything that is selected of these rows, by native id; null where `page` tells it already. */
  readonly details: ((nativeIds: readonly string[]) => Promise<ReadonlyMap<string, T>>) | null;
}

/** A row of a feed, with its store and its place in that store's list. */
export interface FeedRow<T> extends Row<T> {
  readonly storeId: string;
}

export interface FeedPage<T> {
  readonly rows: readonly FeedRow<T>[];
  /** The places reached when the page has been told; those it was asked from where nothing was. */
  readonly places: FeedPlaces;
  /** Whether a store that answered has more. */
  readonly hasMore: boolean;
  /** The rows of all stores that answered; null where they were not counted. */
  readonly totalCount: number | null;
  /** The stores that did not answer, and why. */
  readonly unanswered: readonly { readonly storeId: string; readonly error: ServiceError }[];
}

/** The place reached in each store's own list, by store id; a store that is not in it has not been begun. */
export type FeedPlaces = ReadonlyMap<string, Keyset>;

/** How many stores are asked at once, and how long they are waited for. */
export interface FeedPace {
  /** All of them by default. */
  readonly atOnce?: number;
  /** Given when pages are no longer waited for: what has come by then makes the feed's page. Never by default. */
  readonly pagesUntil?: AbortSignal;
  /** Given when details are no longer waited for. Never by default. */
  readonly detailsUntil?: AbortSignal;
}

/**
 * One page of one list over many stores.
 *
 * The place in a feed is the place reached in each store's own list, never a value: a store's dates, prices and collation mean
 * something only in that store, and so nothing has to be translated. Each store is asked for a full page after its own place,
 * in its own order, and the pages are merged by their heads. Rows are therefore never lost nor told twice: not where stores
 * collate differently (the order across stores is then as good as the stores allow), not where a row is added, and not where
 * a store does not answer: its place stays where it was, and its rows come when it answers again, later than they would have.
 * The price is a cursor that grows with the number of stores that have been begun.
 *
 * Most rows of most pages are not in the feed's page, so stores are first asked only for what puts rows in order, and for the rest
 * of the rows that are in it afterwards.
 */
export async function feedPage<T>(
  sources: readonly FeedSource<T>[],
  places: FeedPlaces,
  limit: number,
  order: FeedOrder,
  { atOnce = sources.length, pagesUntil, detailsUntil }: FeedPace = {},
): Promise<FeedPage<T>> {
  const failures = new Map<string, ServiceError>();
  const pages = await answersOf(sources, atOnce, pagesUntil, failures, ({ storeId, page }) =>
    page({ limit, after: places.get(storeId) ?? null }),
  );
  const merged = mergeByHeads(pages, limit, order);

  const detailed = sources.filter(({ storeId, details }) => details && merged.some((row) => row.storeId === storeId));
  const details = await answersOf(detailed, atOnce, detailsUntil, failures, ({ storeId, details }) => {
    const ids = merged.filter((row) => row.storeId === storeId).map(({ at }) => at.id);
    return details ? details(ids) : Promise.resolve(new Map<string, T>());
  });
  const told = merged.filter(({ storeId }) => !failures.has(storeId));
  const withDetails = new Set(detailed.map(({ storeId }) => storeId));
  const rows = told.flatMap((row): FeedRow<T>[] => {
    if (row.node instanceof ServiceError || !withDetails.has(row.storeId)) return [row];
    const node = details.get(row.storeId)?.get(row.at.id);
    // A row that was deleted in between is told no more than one that was deleted before.
    return node === undefined ? [] : [{ ...row, node }];
  });
  const answered = [...pages].filter(([storeId]) => !failures.has(storeId));
  const count = new Map<string, number>();
  for (const { storeId } of told) count.set(storeId, (count.get(storeId) ?? 0) + 1);
  return {
    rows,
    places: told.length > 0 ? placesAfter(places, told) : places,
    totalCount: answered.reduce<number | null>(
      (sum, [, { totalCount }]) => (sum === null || totalCount === null ? null : sum + totalCount),
      0,
    ),
    hasMore: answered.some(([storeId, page]) => page.hasMore || page.rows.length > (count.get(storeId) ?? 0)),
    unanswered: sources.flatMap(({ storeId }) => {
      const error = failures.get(storeId);
      return error ? [{ storeId, error }] : [];
    }),
  };
}

/** The places reached when these rows have been told, one after the other. */
export function placesAfter<T>(places: FeedPlaces, rows: readonly FeedRow<T>[]): FeedPlaces {
  return new Map([...places, ...rows.map(({ storeId, at }) => [storeId, at] as const)]);
}

/** What each store answers, some at once and none after `until`; why one did not goes into `failures`. A bug ends it all. */
async function answersOf<T, Answer>(
  sources: readonly FeedSource<T>[],
  atOnce: number,
  until: AbortSignal | undefined,
  failures: Map<string, ServiceError>,
  ask: (source: FeedSource<T>) => Promise<Answer>,
): Promise<ReadonlyMap<string, Answer>> {
  const answers = new Map<string, Answer>();
  const waiting = sources.values();
  const askInTurn = async () => {
    for (const source of waiting) {
      try {
        if (until?.aborted) throw tooLate();
        answers.set(source.storeId, await (until ? beforeDeadline(ask(source), until, tooLate) : ask(source)));
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code === 'BAD_USER_INPUT') throw error;
        failures.set(source.storeId, error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, sources.length) }, askInTurn));
  return answers;
}

function tooLate(): ServiceError {
  return new ServiceError('STORE_LATE', 'The store had not answered when the time for this list was over.');
}

/** A store's rows that have not been taken, the first of them with its key. */
interface Queue<T> {
  readonly storeId: string;
  readonly rows: readonly Row<T>[];
  readonly taken: number;
  readonly key: SortKey;
}

/** Takes up to `limit` rows off the stores' pages, the least head first; ties go by store id. */
function mergeByHeads<T>(pages: ReadonlyMap<string, Page<T>>, limit: number, order: FeedOrder): FeedRow<T>[] {
  const compare = (a: Queue<T>, b: Queue<T>) => order.compare(a.key, b.key) || compareText(a.storeId, b.storeId);
  const queueAt = (storeId: string, rows: readonly Row<T>[], taken: number): Queue<T>[] => {
    const head = rows[taken];
    return head ? [{ storeId, rows, taken, key: order.keyOf(head) }] : [];
  };
  // In order of their heads, the least last, where it is taken off at no cost.
  const queues = [...pages].flatMap(([storeId, { rows }]) => queueAt(storeId, rows, 0)).sort((a, b) => compare(b, a));
  const merged: FeedRow<T>[] = [];
  while (merged.length < limit) {
    const least = queues.pop();
    const row = least?.rows[least.taken];
    if (!least || !row) break;
    merged.push({ storeId: least.storeId, ...row });
    for (const next of queueAt(least.storeId, least.rows, least.taken + 1)) {
      queues.splice(
        placeOf(queues, (queue) => compare(queue, next) > 0),
        0,
        next,
      );
    }
  }
  return merged;
}

/** The number of leading items that meet a condition which no item after them meets. */
function placeOf<T>(items: readonly T[], isBefore: (item: T) => boolean): number {
  let [low, high] = [0, items.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const item = items[middle];
    if (item !== undefined && isBefore(item)) low = middle + 1;
    else high = middle;
  }
  return low;
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
