import {
  type Expression,
  type ExpressionBuilder,
  type RawBuilder,
  type ReferenceExpression,
  type SelectQueryBuilder,
  type SqlBool,
  type StringReference,
  sql,
} from 'kysely';
import { valueRead } from '../model/as-read.js';
import { OrderState } from '../model/order-status.js';
import type { FinancialStatus } from '../model/order-statuses.js';
import type { ProductStatus } from '../model/product-kinds.js';
import { anyRelations } from './entity.js';
import { escapesAsStored, formsAsStored } from './html-text.js';
import type { Condition } from './listing.js';
import { impliedPayment } from './order-progress.js';
import type { Collated, StoreView } from './platform.js';
import { rowId, rowIds } from './row-ids.js';
import { textFrom } from './store-time.js';

/** Every date is after this; zero dates (`0000-00-00`, and `0001-01-01` as some platforms have it), which mean none, are not. */
export const zeroDates = '0001-01-01 00:00:00';

/** The forms in which a store may hold a text that a caller looks for. */
type Forms = (text: string) => string[];
const asItIs: Forms = (text) => [text];

/** The conditions that lists of every platform share, over the columns of one platform's query. */
export function conditionsOf<View extends StoreView<Collated>, DB, TB extends keyof DB>() {
  type Query = SelectQueryBuilder<DB, TB, object>;
  type Column = StringReference<DB, TB>;
  /** A column of times, or an expression that makes one of several. */
  type Dated = ReferenceExpression<DB, TB>;
  type When<T> = Condition<View, Query, T>;
  type Where<T> = (
    eb: ExpressionBuilder<DB, TB>,
    value: T,
    view: View,
    looksAtAll: boolean | undefined,
  ) => Expression<SqlBool> | null;

  /** A condition as an expression; null where no row can meet it. */
  const where =
    <T>(make: Where<T>): When<T> =>
    (query, value, view, looksAtAll) => {
      const none: { met: boolean } = { met: false };
      const narrowed = query.where((eb) => {
        const made = make(eb, value, view, looksAtAll);
        none.met = made === null;
        return made ?? sql<SqlBool>`1 = 0`;
      });
      return none.met ? null : narrowed;
    };
  const among = (query: Query, column: Column, values: readonly (string | number)[]) =>
    values.length === 0
      ? null
      : query.where((eb) =>
          eb(column, 'in', values.map((one) => (typeof one === 'string' ? comparable(eb, column, one) : one)) as never),
        );
  /** What is not held is unlike everything. */
  const unlike = (eb: ExpressionBuilder<DB, TB>, column: Column, operator: '<>' | 'not in', value: unknown) =>
    eb.or([eb(column, operator, value as never), eb(column, 'is', null)]);
  const compared =
    (operator: '>=' | '<=', numeric: boolean) =>
    (column: Column): When<string> =>
      where((eb, value) => eb(column, operator, (numeric ? sql`${value} + 0` : value) as never));

  /** Not before an instant, on the store's clock. */
  const since =
    (column: Dated, zoneOf: (view: View) => string): When<Date> =>
    (query, instant, view) =>
      query.where((eb) => eb(column, '>=', textFrom(instant, zoneOf(view)) as never));
  /** Before an instant, on the store's clock; zero dates are before none. */
  const until =
    (column: Dated, zoneOf: (view: View) => string): When<Date> =>
    (query, instant, view) =>
      query
        .where((eb) => eb(column, '<', textFrom(instant, zoneOf(view)) as never))
        .where((eb) => eb(column, '>', zeroDates as never));

  /** A time that is worked out from a column if that holds one, and else from something else. */
  interface WorkedOut {
    readonly column: Column;
    readonly time: Expression<string | null>;
    /** Whether some row of the store may lack the column's; where none does, the column is all there is to look at. */
    readonly missing?: (view: View) => boolean;
  }
  const isWorkedOut = (dated: Dated | WorkedOut): dated is WorkedOut => typeof dated === 'object' && 'time' in dated;
  /** The rows that the column's own index finds, and those that hold no time in it. */
  const near = (query: Query, column: Column, operator: '>=' | '<', text: string) =>
    query.where((eb) =>
      eb.or([
        eb(column, operator, text as never),
        eb(column, '<=', zeroDates as never),
        eb(column, 'is', null as never),
      ]),
    );

  const linked =
    (make: (eb: ExpressionBuilder<DB, TB>, id: number, view: View) => Expression<SqlBool>): When<string> =>
    (query, nativeId, view) => {
      const number = rowId(nativeId);
      return number === null ? null : query.where((eb) => make(eb, number, view));
    };
  const isAmong = (eb: ExpressionBuilder<DB, TB>, column: Dated, texts: readonly string[], forms: Forms, view: View) =>
    isOneOf(eb, column, texts.flatMap(forms), view.native.textIgnoresCase);

  const inStates = <Id extends string | number>(
    eb: ExpressionBuilder<DB, TB>,
    column: Column,
    idOf: (nativeId: string) => Id,
    states: readonly OrderState[],
    { config }: Pick<StoreView, 'config'>,
  ): Expression<SqlBool> | null => {
    const ids = (wanted: boolean) =>
      valueRead(config.orderStatuses)
        .filter((status) => states.includes(status.state) === wanted)
        .map((status) => idOf(status.nativeId));
    const amongIds = (some: readonly Id[]) =>
      eb(column, 'in', some.map((one) => (typeof one === 'string' ? comparable(eb, column, one) : one)) as never);
    if (!states.includes('OTHER')) return ids(true).length > 0 ? amongIds(ids(true)) : null;
    const others = ids(false);
    return others.length === 0 ? isAlways : unlike(eb, column, 'not in', others);
  };

  return {
    where,
    /** Rows by their numbers; texts that are no number find none. */
    ids:
      (column: Column): When<string[]> =>
      (query, ids) =>
        among(query, column, rowIds(ids)),
    /** Rows whose column numbers one of these rows of another relation (`key`), where that is still there. */
    idsOf: (column: Column, relation: string, key: string): When<string[]> =>
      where((eb, nativeIds) => {
        const some = rowIds(nativeIds);
        const known = anyRelations.selectFrom(`${relation} as n`).select(`n.${key}`);
        return some.length > 0 ? eb(column, 'in', known.where(`n.${key}`, 'in', some as never) as never) : null;
      }),
    /** A row's own column that holds the number of another. */
    id:
      (column: Column): When<string> =>
      (query, id) => {
        const number = rowId(id);
        return number === null ? null : query.where((eb) => eb(column, '=', number as never));
      },
    /** Rows that are linked to the row of another relation with this number. */
    linked,
    /** The same: those whose column is among what a query of the link selects. */
    linkedBy: (
      column: Dated,
      link: (eb: ExpressionBuilder<DB, TB>, id: number, view: View) => Expression<unknown>,
    ): When<string> => linked((eb, id, view) => eb(column, 'in', link(eb, id, view) as never)),
    /** Rows right below the one of this number; `0` finds those at the top, where one that is its own parent is too. */
    below: (above: Column, own: Column): When<string> =>
      where((eb, parent) => {
        const [held, id] = [eb.ref(above), eb.ref(own)] as [Expression<number>, Expression<number>];
        const number = rowId(parent);
        if (parent === '0') return eb.or([eb(held as never, '<=', 0 as never), eb(held as never, '=', id as never)]);
        if (number === null) return null;
        return eb.and([eb(held as never, '=', number as never), eb(held as never, '<>', id as never)]);
      }),
    /** Rows whose text is one of these, or this one, as the store's collation has it; `forms` are those in which it may be held. */
    oneOf: (column: Dated, forms: Forms = asItIs): When<string[]> =>
      where((eb, texts, view) => isAmong(eb, column, texts, forms, view)),
    equal: (column: Dated, forms: Forms = asItIs): When<string> =>
      where((eb, text, view) => isAmong(eb, column, [text], forms, view)),
    /** Rows that have each word of a search in one of several places, so that a full name finds its bearer. */
    words: (
      places: (eb: ExpressionBuilder<DB, TB>, word: string, view: View) => readonly Expression<SqlBool>[],
    ): When<string> => where((eb, text, view) => eb.and(wordsOf(text).map((word) => eb.or(places(eb, word, view))))),
    /** Products that are switched on, or off; no store of a platform that says it so has others. */
    onOrOff: (
      switched: (eb: ExpressionBuilder<DB, TB>, view: View) => Expression<number | null>,
    ): When<ProductStatus> =>
      where((eb, status, view) => {
        if (status !== 'ACTIVE' && status !== 'DISABLED') return null;
        return eb(switched(eb, view), status === 'ACTIVE' ? '=' : '<>', 1 as never);
      }),
    /** Rows whose text is one of these as it stands. */
    texts:
      (column: Column): When<string[]> =>
      (query, texts) =>
        among(query, column, texts),
    /** Rows whose text is one of these numbers; where there is none, the number of the row stands for it. */
    numbered: (column: Column, row: Column): When<string[]> =>
      where((eb, numbers) => {
        const rows = rowIds(numbers);
        const compared = numbers.map((number) => comparable(eb, column as Dated, number));
        const held = eb(column, 'in', compared as never);
        const none = eb.or([eb(column, 'is', null as never), eb(column, '=', '' as never)]);
        return rows.length === 0 ? held : eb.or([held, eb.and([none, eb(row, 'in', rows as never)])]);
      }),
    /** Rows of the statuses of these numbers; 0 is the status of one that has none. */
    statusIds: (column: Column): When<string[]> =>
      where((eb, wanted) => {
        const some = [...rowIds(wanted), ...(wanted.includes('0') ? [0] : [])];
        if (some.length === 0) return null;
        const held = eb(column, 'in', some as never);
        return some.includes(0) ? eb.or([held, eb(column, 'is', null as never)]) : held;
      }),
    /** Rows that a relation of theirs (`id`), made of these texts, has; joined, so that its own indexes are read first. */
    joinedBy:
      (column: Column, relation: (view: View, texts: readonly string[]) => unknown): When<string[]> =>
      (query, texts, view) => {
        const found = relation(view, texts) as SelectQueryBuilder<DB, TB, { id: number }>;
        return query.innerJoin(found.as('f') as never, 'f.id' as never, column as never) as unknown as Query;
      },
    /** A switch: 1 is on, everything else is off. */
    flag:
      (column: Column): When<boolean> =>
      (query, on) =>
        query.where((eb) => (on ? eb(column, '=', 1 as never) : unlike(eb, column, '<>', 1))),
    atLeast: compared('>=', false),
    atMost: compared('<=', false),
    /** The same over a value that is worked out: SQLite gives it no type of its own, so the bound is made a number. */
    atLeastNumber: compared('>=', true),
    atMostNumber: compared('<=', true),
    since,
    until,
    /**
     * Both, as filters name them: `placed` for `placedAfter` and `placedBefore`. Where a time is worked out (`time`) from `column`
     * if that holds one, and else from something else, the column's own index finds the rows, and what is worked out has the last word.
     */
    between: <const N extends string>(name: N, dated: Dated | WorkedOut, zoneOf: (view: View) => string) => {
      const filter = (operator: '>=' | '<', exact: typeof since): When<Date> => {
        if (!isWorkedOut(dated)) return exact(dated, zoneOf);
        const [own, held] = [exact(dated.column, zoneOf), exact(dated.time as Dated, zoneOf)];
        return (query, instant, view) =>
          dated.missing?.(view) === false
            ? own(query, instant, view)
            : held(near(query, dated.column, operator, textFrom(instant, zoneOf(view))), instant, view);
      };
      return { [`${name}After`]: filter('>=', since), [`${name}Before`]: filter('<', until) } as {
        readonly [K in `${N}After` | `${N}Before`]: When<Date>;
      };
    },
    /** By the states of the store's order statuses; a status that the merchant has deleted since counts as OTHER. */
    states: <Id extends string | number>(column: Column, idOf: (nativeId: string) => Id): When<OrderState[]> =>
      where((eb, states, view) => inStates(eb, column, idOf, states, view)),
    inStates,
    /** Orders whose payment is so far as their status implies, where a platform keeps none: see `impliedPayment`. */
    impliedPayments: <Id extends string | number>(
      column: Column,
      idOf: (nativeId: string) => Id,
      onDelivery: Expression<SqlBool>,
    ): When<FinancialStatus[]> =>
      where((eb, wanted, view) => {
        const statesOf = (paidThen: boolean) =>
          orderStates.filter((state) => wanted.includes(impliedPayment(state, paidThen)));
        const [prepaid, later] = [statesOf(false), statesOf(true)];
        const either = (states: readonly OrderState[]) => inStates(eb, column, idOf, states, view) ?? isNever;
        return eb.or([eb.and([isFalse(onDelivery), either(prepaid)]), eb.and([isTrue(onDelivery), either(later)])]);
      }),
  };
}

const orderStates = Object.keys(OrderState) as OrderState[];

/** Conditions that every row meets, or none. */
export const isAlways: RawBuilder<SqlBool> = sql<SqlBool>`1 = 1`;
export const isNever: RawBuilder<SqlBool> = sql<SqlBool>`1 = 0`;

/** Whether a condition holds; one that nothing can be said of (null) does not. */
export function isTrue(condition: Expression<SqlBool>): RawBuilder<SqlBool> {
  return sql<SqlBool>`case when ${condition} then 1 else 0 end = 1`;
}

/** Whether it does not. */
export function isFalse(condition: Expression<SqlBool>): RawBuilder<SqlBool> {
  return sql<SqlBool>`case when ${condition} then 1 else 0 end = 0`;
}

/** Whether a number that is worked out as SQL is at least, or at most, this: SQLite gives it no type of its own, so the bound is made a number. */
export function isAtLeast(number: Expression<unknown>, least: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`${number} >= ${least} + 0`;
}
export function isAtMost(number: Expression<unknown>, most: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`${number} <= ${most} + 0`;
}

/** Whether a column holds a time, which null and zero dates are not; null where the column is. */
export function isTime(column: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`${sql.ref(column)} > ${zeroDates}`;
}

/** Whether it holds none. */
export function isNoTime(column: string): RawBuilder<SqlBool> {
  return sql<SqlBool>`(${sql.ref(column)} is null or ${sql.ref(column)} <= ${zeroDates})`;
}

/**
 * One of the texts of several columns, and never empty, for a list's order. Where their collations differ, a database orders by it as it
 * likes and refuses to compare it; as it is compared here already, it is refused, and put right by the bridge, on every page alike.
 */
export function oneText(text: Expression<unknown>): RawBuilder<string> {
  return sql<string>`nullif(${text}, ${''})`;
}

/** A column's time as SQL; null where it holds none. */
export function timeIn(column: string): RawBuilder<string | null> {
  return sql<string | null>`case when ${isTime(column)} then ${sql.ref(column)} end`;
}

/** The first of these times that there is, as SQL. */
export function firstTime(...times: readonly Expression<string | null>[]): RawBuilder<string | null> {
  return sql<string | null>`coalesce(${sql.join(times)})`;
}

/** Whether a column contains a text, upper and lower case alike. */
export function contains<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  text: string,
) {
  return eb(eb.fn<number>('instr', [eb.fn('lower', [column]), eb.fn('lower', [comparable(eb, column, text)])]), '>', 0);
}

/**
 * The same over a column of texts that the store keeps escaped for HTML, and that are shown without: neither are signs of an
 * escape found (`amp` in `Tom &amp; Jerry`), nor are those missed that it stands for.
 */
export function containsUnescaped<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  text: string,
) {
  // What may be found is looked for as it is stored first: few rows are left of which the escapes must be resolved.
  const stored = eb.or(formsAsStored(text).map((form) => contains(eb, column, form)));
  const shown = escapesAsStored.reduce<ReferenceExpression<DB, TB>>(
    (so, [written, sign]) => eb.fn<string>('replace', [so, eb.val(written), eb.val(sign)]),
    column,
  );
  return eb.and([stored, contains(eb, shown, text)]);
}

/** Whether a column is one of these texts, upper and lower case alike, which most of MySQL's collations see to themselves. */
export function isOneOf<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  texts: readonly string[],
  textIgnoresCase: boolean,
) {
  const compared = texts.map((text) => comparable(eb, column, text));
  if (textIgnoresCase) return eb(column, 'in', compared as never);
  return eb(eb.fn<string>('lower', [column]), 'in', compared.map((text) => eb.fn<string>('lower', [text])) as never);
}

/**
 * A text that a column is compared with. MySQL refuses to compare a column of an older charset (`utf8mb3`) with a text that this
 * cannot hold, and its error would take the texts beside it along; one that seems to depend on the row is compared in the wider
 * charset, and is no match.
 */
export function comparable<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  text: string,
): Expression<string> {
  const value = eb.val(text);
  if (!/[\u{10000}-\u{10ffff}]/u.test(text)) return value;
  const never = eb(eb.fn<number>('length', [column]), '<', sql.lit(0));
  return sql<string>`case when ${never} then 0 else ${value} end`;
}

/** The words of a search, each of which must be found. */
export function wordsOf(search: string): string[] {
  return search.split(/\s+/).filter((word) => word !== '');
}
