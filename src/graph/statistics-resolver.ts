import { Big } from 'big.js';
import { DateTime as Moment } from 'luxon';
import { Args, ArgsType, Ctx, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Money } from '../model/money.js';
import { OrderFilter } from '../model/order.js';
import { OrderStatistics, StatisticsInterval } from '../model/order-statistics.js';
import { DateTime } from '../model/scalars.js';
import { ServiceError } from '../model/service-error.js';
import { Store } from '../model/store.js';
import { money } from '../platforms/decimals.js';
import type { DayFigures } from '../platforms/order-statistics.js';
import { instantOf } from '../platforms/store-time.js';
import type { GraphContext } from './context.js';
import { failsAlone } from './unanswered.js';

/** The longest time that is summed up at once. */
const maxDays = 366;
/** Decimals that sums are given with: as many as any platform's amounts have. */
const decimals = 8;

@ArgsType()
class StatisticsArgs {
  @Field(() => DateTime, { description: 'Orders placed at this moment or later.' })
  from: Date;

  @Field(() => DateTime, { description: `Orders placed before this moment, at most ${maxDays} days after \`from\`.` })
  to: Date;

  @Field(() => StatisticsInterval, { defaultValue: 'DAY', description: 'What they are summed up by.' })
  by: StatisticsInterval;

  @Field(() => OrderFilter, { nullable: true, description: 'Only orders that meet this too; null: all.' })
  filter?: OrderFilter | null;
}

@Resolver(() => Store)
export class StatisticsResolver {
  @FieldResolver(() => OrderStatistics, {
    nullable: true,
    description: `How many orders were placed, and what they come to, by day and state, without reading them. ${failsAlone()}`,
  })
  async orderStatistics(
    @Root() store: Store,
    @Args() { from, to, by, filter }: StatisticsArgs,
    @Ctx() { loaders }: GraphContext,
  ): Promise<OrderStatistics> {
    const days = (to.getTime() - from.getTime()) / 86_400_000;
    if (days <= 0 || days > maxDays) {
      throw new ServiceError(
        'BAD_USER_INPUT',
        `to must be after from, and at most ${maxDays} days later, but got: ${to.toISOString()}`,
        { argument: 'to' },
      );
    }
    const session = await loaders.session(store);
    const request = { from, to, filter: filter ?? {} };
    const each = await session.ask(({ orderStatistics }, view) => orderStatistics(view, request));
    return statistics(each, by);
  }
}

function statistics(each: readonly DayFigures[], by: StatisticsInterval): OrderStatistics {
  const totals = new Map<string, Big>();
  const intervals = new Map<string, DayFigures>();
  for (const one of each) {
    totals.set(one.currencyCode, (totals.get(one.currencyCode) ?? new Big(0)).plus(one.total));
    const day = firstDay(one.day, by);
    const key = `${day} ${one.state} ${one.currencyCode}`;
    const same = intervals.get(key);
    const [count, total] = same ? [same.count + one.count, same.total.plus(one.total)] : [one.count, one.total];
    intervals.set(key, { ...one, day, count, total });
  }
  const moneyOf = (code: string, total: Big): Money => money(total, code, decimals);
  return {
    count: each.reduce((sum, { count }) => sum + count, 0),
    totals: [...totals].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, total]) => moneyOf(code, total)),
    figures: [...intervals.values()].flatMap(({ day, zone, state, count, total, currencyCode }) => {
      const startsAt = instantOf(day, zone);
      return startsAt ? [{ date: day, startsAt, state, count, total: moneyOf(currencyCode, total) }] : [];
    }),
  };
}

/** The first day of the interval that a day is in. */
function firstDay(day: string, by: StatisticsInterval): string {
  if (by === 'DAY') return day;
  const start = Moment.fromISO(day, { zone: 'utc' }).startOf(by === 'WEEK' ? 'week' : 'month');
  return start.toISODate() ?? day;
}
