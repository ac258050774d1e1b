import type {
  Expression,
  ExpressionBuilder,
  ReferenceExpression,
  SelectQueryBuilder,
  SqlBool,
  StringReference,
} from 'kysely';
import { conditionsOf, isFalse, isTrue } from './conditions.js';
import { fieldsOf } from './entity.js';
import type { Condition, Listed, Listing } from './listing.js';
import type { Collated, StoreView } from './platform.js';

/**
 * The words in which a platform says one kind of thing, as rows of the relation `R` under the alias `A`. `Joined` are the
 * relations that its list joins, by alias; `Derived` are columns of its rows that are not the relation's own.
 */
export function factsOf<
  View extends StoreView<Collated>,
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
  type Column = StringReference<DB, TB> & string;
  type Dated = ReferenceExpression<DB, TB>;
  interface CustomerColumns {
    readonly id: Column;
    readonly email: Column;
    readonly created: Column;
    /** Whether e-mail addresses and times may be null; they may where it is not said. */
    readonly nullable?: boolean;
    readonly zoneOf: (view: View) => string;
    /** The forms in which the store may hold an e-mail address; as it is where it is not said. */
    readonly forms?: (text: string) => string[];
    readonly places: (eb: ExpressionBuilder<DB, TB>, word: string, view: View) => readonly Expression<SqlBool>[];
    readonly groupId: Condition<View, Query, string>;
    /** When the account was last changed. */
    readonly updated: Between<'updated'>;
    /** The numbers of those who placed an order, as a query or a condition on the row. */
    readonly ordered: (eb: ExpressionBuilder<DB, TB>, view: View) => Expression<SqlBool>;
  }
  type Between<N extends string> = { readonly [K in `${N}After` | `${N}Before`]: Condition<View, Query, Date> };
  const conditions = conditionsOf<View, DB, TB>();
  return {
    ...fieldsOf<View, Row>(),
    ...conditions,
    /** A list of customers by columns of theirs. Each word of a search must stand in one of several places. */
    customerList: ({
      nullable = true,
      zoneOf,
      forms,
      places,
      groupId,
      updated,
      ordered,
      ...columns
    }: CustomerColumns) => ({
      orders: {
        ID: { column: null },
        EMAIL: { column: columns.email, nullable },
        CREATED_AT: { column: columns.created, nullable },
      },
      filter: {
        ids: conditions.ids(columns.id),
        emails: conditions.oneOf(columns.email as Dated, forms),
        search: conditions.words(places),
        groupId,
        ...conditions.between('created', columns.created as Dated, zoneOf),
        ...updated,
        hasOrders: conditions.where((eb, wanted: boolean, view) =>
          wanted ? isTrue(ordered(eb, view)) : isFalse(ordered(eb, view)),
        ),
      },
    }),
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
