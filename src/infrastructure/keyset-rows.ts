import type { Keyset, Page } from '../model/page.js';
import { ServiceError } from '../model/service-error.js';
import { isUuid } from '../model/uuid.js';

/** What of a list in the registry is wanted. */
export interface ListRequest {
  /** 0 where only `totalCount` is wanted. */
  readonly limit: number;
  readonly backward: boolean;
  readonly after: Keyset | null;
  readonly before: Keyset | null;
  readonly totalCount: boolean;
}

/** Where to read on: between these places, in the list's order or against it. */
export interface Stretch {
  readonly after: Keyset | null;
  readonly before: Keyset | null;
  readonly reversed: boolean;
  readonly limit: number;
}

/** A list in the registry: how its rows are read and counted, and where a row lies in it. */
export interface KeysetList<Row, Node> {
  readonly rows: (stretch: Stretch) => Promise<readonly Row[]>;
  readonly count: () => Promise<number>;
  readonly at: (row: Row) => Keyset;
  readonly node: (row: Row) => Node;
}

/** One page of a list in the registry. */
export async function keysetPage<Row, Node>(request: ListRequest, list: KeysetList<Row, Node>): Promise<Page<Node>> {
  const totalCount = request.totalCount ? await list.count() : null;
  if (request.limit === 0) return { rows: [], hasMore: false, totalCount };
  const { after, before, backward, limit } = request;
  const found = await list.rows({ after, before, reversed: backward, limit: limit + 1 });
  const rows = found.slice(0, limit).map((row) => ({ node: list.node(row), at: list.at(row) }));
  return { rows: backward ? rows.reverse() : rows, hasMore: found.length > limit, totalCount };
}

/** A moment as these lists write it. JavaScript knows others, of which the registry's database knows none, such as the year 99999. */
const written = /^(?!0000)\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** The moment of a place; throws BAD_USER_INPUT for one that is not of such a list. */
export function momentOf({ value }: Keyset): Date {
  const moment = new Date(typeof value === 'string' && written.test(value) ? value : Number.NaN);
  if (Number.isNaN(moment.getTime())) throw foreign();
  return moment;
}

/** The id of a place in a list of rows whose ids are UUIDs; throws as `momentOf` does. */
export function uuidOf({ id }: Keyset): string {
  if (!isUuid(id)) throw foreign();
  return id;
}

function foreign(): ServiceError {
  return new ServiceError('BAD_USER_INPUT', 'The cursor must be one that this list gave.');
}
