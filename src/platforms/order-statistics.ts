import type { Big } from 'big.js';
import { type Expression, type RawBuilder, sql } from 'kysely';
import type { Plan, Statement } from '../bridge/plan.js';
import type { OrderFilter, OrderOrder } from '../model/order.js';
import type { OrderState } from '../model/order-status.js';
import { dayAfter, type Piece, piecesBetween } from './day-shifts.js';
import { type DecimalCell, decimal } from './decimals.js';
import { type AnyQuery, anyRelations } from './entity.js';
import { Gathering } from './gathering.js';
import { type Kept, keptIn, narrowed } from './listing.js';
import type { Platform, StoreView } from './platform.js';
import { instantOf, textFrom } from './store-time.js';

/** Which orders statistics are asked of. */
export interface StatisticsRequest {
  readonly from: Date;
  readonly to: Date;
  readonly filter: OrderFilter;
}

/** What the orders of one day, state and currency come to. */
export interface DayFigures {
  /** On the store's calendar: `2025-03-30`. */
  readonly day: string;
  /** The zone of the clock that it is a day of. */
  readonly zone: string;
  readonly state: OrderState;
  readonly currencyCode: string;
  readonly count: number;
  readonly total: Big;
}

/** Where a platform keeps what statistics are made of, as SQL over its list of orders. */
export interface OrderFacts<View, Columns extends string> {
  /** When orders were placed, each by the clock of a zone; where there are several, an order holds one of them alone. */
  readonly placed: (view: View) => readonly { readonly time: Expression<string | null>; readonly zone: string }[];
  /** The zone of the clock that days are told by. */
  readonly clock: (view: View) => string;
  /** What tells an order's state and currency. */
  readonly by: { readonly [C in Columns]: Expression<unknown> };
  readonly total: (view: View) => Expression<unknown>;
  readonly read: (
    row: { readonly [C in Columns]: never },
    view: View,
  ) => { readonly state: OrderState; readonly currencyCode: string };
}

type FiguresRow = Readonly<Record<string, unknown>> & {
  readonly day: string;
  readonly shift: number;
  readonly orders: number;
  readonly amount: DecimalCell | null;
};

/**
 * Counts a store's orders and sums up their totals, by day, state and currency. Days are those of the store's clock: where the
 * database keeps another, a time is put a day on or back by the hour that it shows.
 */
export function statisticsOf<View extends StoreView, Row, Node, Query, Columns extends string>(
  kept: Kept<View, Row, Node, Query, OrderFilter, OrderOrder>,
  said: OrderFacts<View, Columns> | ((view: View) => OrderFacts<View, Columns>),
): Platform['orderStatistics'] {
  return (store, { from, to, filter }): Plan<readonly DayFigures[]> => {
    const view = store as View;
    const facts = typeof said === 'function' ? said(view) : said;
    const entity = keptIn(kept, store);
    const orders = entity && narrowed(entity, view, { filter, orderBy: 'ID_ASC' });
    const gathering = new Gathering();
    const clock = facts.clock(view);
    const names = Object.keys(facts.by) as Columns[];
    const listed = (orders ? facts.placed(view) : []).map(({ time, zone }, at) => {
      // The time stands in the statement once, however it is worked out: a bridge takes statements of 64 KiB.
      const held = (orders as unknown as AnyQuery).select([
        sql<string | null>`${time}`.as('placed'),
        ...names.map((name) => sql`${facts.by[name]}`.as(name)),
        sql`${facts.total(view)}`.as('amount'),
      ]);
      const placed = sql.ref<string | null>('p.placed');
      const each = anyRelations
        .selectFrom(held.as('p'))
        .select([
          sql<string>`substr(${placed}, 1, 10)`.as('day'),
          shiftOf(placed, piecesBetween(from, to, zone, clock)).as('shift'),
          ...names.map((name) => `p.${name}` as const),
          'p.amount',
        ])
        .where(sql<boolean>`${placed} >= ${textFrom(from, zone)}`)
        .where(sql<boolean>`${placed} < ${textFrom(to, zone)}`);
      const groups = ['day', 'shift', ...names].map((name) => `x.${name}`);
      const summed = anyRelations
        .selectFrom(each.as('x'))
        .select(groups)
        .select((eb) => [eb.fn.countAll<number>().as('orders'), eb.fn.sum<DecimalCell>('x.amount').as('amount')])
        .groupBy(groups);
      return gathering.add(`statistics-${at}`, summed) as unknown as Statement<FiguresRow>;
    });
    return {
      statements: gathering.statements,
      decode: (results) =>
        summedUp(
          listed
            .flatMap((one) => results.rows(one))
            .flatMap((row) => {
              const day = dayAfter(row.day, Number(row.shift));
              if (!instantOf(day, clock)) return [];
              const of = facts.read(row as never, view);
              return [{ day, zone: clock, ...of, count: Number(row.orders), total: decimal(row.amount) }];
            }),
        ),
    };
  };
}

/** By how many days the day of a time must be put on, as SQL. */
function shiftOf(time: Expression<string | null>, pieces: readonly Piece[]): RawBuilder<number> {
  const clockTime = sql`substr(${time}, 12, 8)`;
  const within = ({ ahead }: Piece) => {
    if (ahead === 0) return sql`0`;
    const [operator, edge, days] = ahead > 0 ? ['>=', 1_440 - ahead, '1'] : ['<', -ahead, '0 - 1'];
    const text = `${String(Math.floor(Number(edge) / 60)).padStart(2, '0')}:${String(Number(edge) % 60).padStart(2, '0')}:00`;
    return sql`case when ${clockTime} ${sql.raw(String(operator))} ${text} then ${sql.raw(String(days))} else 0 end`;
  };
  const [last, ...earlier] = [...pieces].reverse();
  const otherwise = last ? within(last) : sql`0`;
  if (earlier.length === 0) return sql<number>`${otherwise}`;
  const cases = earlier.reverse().map((piece) => sql`when ${time} < ${piece.until} then ${within(piece)}`);
  return sql<number>`case ${sql.join(cases, sql` `)} else ${otherwise} end`;
}

/** One entry for each day, state and currency, in their order; several statuses may mean the same state. */
function summedUp(all: readonly DayFigures[]): DayFigures[] {
  const found = new Map<string, DayFigures>();
  for (const one of all) {
    const key = `${one.day} ${one.state} ${one.currencyCode}`;
    const same = found.get(key);
    found.set(key, same ? { ...one, count: same.count + one.count, total: same.total.plus(one.total) } : one);
  }
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
}
