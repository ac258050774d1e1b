import type { CompiledQuery, SelectQueryBuilder } from 'kysely';
import { type AnswersTo, type Ask, answered, type Plan, type Statement, statement } from '../bridge/plan.js';
import type { Keyset, Page, PageRequest } from '../model/page.js';
import type { PreparedReading } from './prepared-readings.js';
import { type PageKeys, type Place, pageQuery, pageRows } from './relay-page.js';
import { rowIds } from './row-ids.js';

/** How the things are read that the statement of this id lists. */
type Reader<T> = (listedId: string) => PreparedReading<T>;

/** The plan of a page of a list. */
export interface PagePlan<T, A extends Ask = Statement> extends Plan<Page<T>, A> {
  /**
   * The place after which the next page begins, read before the rows are; null where none follows, and where it pages backward.
   * Absent: the page alone tells.
   */
  end?(results: AnswersTo<A>): Keyset | null;
}

/**
 * The plan of a page: one statement for its ids, what hangs on them after it, and the count where it is wanted. `filtered` holds
 * the list's conditions; null where no row can meet them, which costs no question at all. `counting` is the same list, where it is
 * counted in another way.
 */
export function pagePlan<DB, TB extends keyof DB, T>(
  filtered: SelectQueryBuilder<DB, TB, object> | null,
  keys: PageKeys,
  request: PageRequest<unknown, string>,
  reader: Reader<T>,
  counting: SelectQueryBuilder<DB, TB, object> | null = filtered,
): PagePlan<T> {
  if (!filtered || !counting) return answered({ rows: [], hasMore: false, totalCount: request.totalCount ? 0 : null });
  const listed = request.limit > 0 ? statement<Place>('page', pageQuery(filtered, keys, request)) : null;
  const reading = listed && reader(listed.id);
  const total = request.totalCount ? statement('total', counted(counting)) : null;
  return {
    statements: [...(listed ? [listed] : []), ...(reading?.statements ?? []), ...(total ? [total] : [])],
    end(results) {
      const page = listed && !request.backward ? pageRows(results.rows(listed), request) : null;
      return page?.hasMore ? (page.rows.at(-1)?.at ?? null) : null;
    },
    decode(results) {
      const page = listed ? pageRows(results.rows(listed), request) : { rows: [], hasMore: false };
      const rows = page.rows.flatMap(({ id, at }) => {
        const node = reading?.read(results, id) ?? null;
        return node === null ? [] : [{ node, at }];
      });
      return { rows, hasMore: page.hasMore, totalCount: total ? Number(results.rows(total)[0]?.total ?? 0) : null };
    },
  };
}

/** How native ids and the rows' numbers go together, where they are not the same. */
interface Numbering {
  readonly numbersOf?: (nativeIds: readonly string[]) => number[];
  readonly named?: (id: number) => string;
}

/** The plan of things by native id; ids that no row can have are left out. */
export function byIdsPlan<T>(
  nativeIds: readonly string[],
  query: (ids: number[]) => { compile(): CompiledQuery<{ id: number }> },
  reader: Reader<T>,
  { numbersOf = rowIds, named = String }: Numbering = {},
): Plan<ReadonlyMap<string, T>> {
  const ids = numbersOf(nativeIds);
  if (ids.length === 0) return answered(new Map<string, T>());
  const listed = statement('ids', query(ids));
  const { statements, read } = reader(listed.id);
  return {
    statements: [listed, ...statements],
    decode(results) {
      const things = new Map<string, T>();
      for (const { id: held } of results.rows(listed)) {
        const id = Number(held);
        const thing = read(results, id);
        if (thing !== null) things.set(named(id), thing);
      }
      return things;
    },
  };
}

/** The number of rows that a query has. */
export function counted<DB, TB extends keyof DB>(
  query: SelectQueryBuilder<DB, TB, object>,
): { compile(): CompiledQuery<{ total: number }> } {
  const count = query.select((eb) => eb.fn.countAll<number>().as('total'));
  return count as unknown as { compile(): CompiledQuery<{ total: number }> };
}
