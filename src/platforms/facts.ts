import type { SelectQueryBuilder } from 'kysely';
import { conditionsOf } from './conditions.js';
import { fieldsOf } from './entity.js';
import type { Listed, Listing } from './listing.js';
import type { StoreView } from './platform.js';

/**
 * The words in which a platform says one kind of thing, as rows of the relation `R` under the alias `A`. `Joined` are the
 * relations that its list joins, by alias; `Derived` are columns of its rows that are not the relation's own.
 */
export function factsOf<
  View extends StoreView,
  Tables,
  R extends keyof Tables & string,
  A extends string,
  Joined = Record<never, never>,
  Derived = Record<never, never>,
>() {
  type DB = Tables & { [K in A]: Tables[R] } & Joined;
  type TB = (A | keyof Joined) & keyof DB;
  type Row = Tables[R] & Derived;
  type Query = SelectQueryBuilder<DB, TB, object>;
  return {
    ...fieldsOf<View, Row>(),
    ...conditionsOf<View, DB, TB>(),
    /** The thing with its fields and its list. */
    listed: <Node, Filter, Order extends string>(
      entity: Listed<View, Row, Node, Query, Filter, Order> & {
        readonly from: `${R} as ${A}`;
        readonly key: keyof Row;
      },
    ): Listed<View, Row, Node, Query, Filter, Order> => entity,
  };
}

/** The list of a thing that is said in these words. */
export type ListingOf<Facts, Filter, Order extends string> = Facts extends {
  readonly listed: (
    entity: never,
  ) => Listed<infer View, infer _Row, infer _Node, infer Query, infer _Filter, infer _Order>;
}
  ? Listing<View, Query, Filter, Order>
  : never;
