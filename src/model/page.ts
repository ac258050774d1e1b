import type { Selection } from './selection.js';
import type { ServiceError } from './service-error.js';

/** A place in a keyset-ordered list: the sort column's value as the store holds it, and the native id that breaks ties. */
export interface Keyset {
  readonly value: string | number | null;
  readonly id: string;
}

/** One page of a list as a platform is asked for it; arguments are already validated. */
export interface PageRequest<Filter, Order extends string> {
  /** Rows wanted, 1 to 250; 0 where only `totalCount` is. */
  readonly limit: number;
  /** True for `last`/`before` paging: the last `limit` rows; they still come back in the list's order. */
  readonly backward: boolean;
  /** Only rows strictly after this place. */
  readonly after: Keyset | null;
  /** Only rows strictly before this place. */
  readonly before: Keyset | null;
  readonly orderBy: Order;
  readonly filter: Filter;
  /** What is selected of each node. */
  readonly selection: Selection;
  /** Whether the number of all rows that match the filter is wanted. */
  readonly totalCount: boolean;
}

/** A row of a list: the thing, or the error that kept all of it from being read, and its place. */
export interface Row<T> {
  readonly node: T | ServiceError;
  readonly at: Keyset;
}

/** One page of a list. */
export interface Page<T> {
  /** In the list's order. */
  readonly rows: readonly Row<T>[];
  /** Whether more rows follow in the direction of paging. */
  readonly hasMore: boolean;
  /** The number of all rows that match the filter; null where it was not wanted. */
  readonly totalCount: number | null;
}
