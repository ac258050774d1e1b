import { Field, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Money } from './money.js';
import { OrderState } from './order-status.js';
import { DateTime } from './scalars.js';

export const StatisticsInterval = { DAY: 'DAY', WEEK: 'WEEK', MONTH: 'MONTH' } as const;
export type StatisticsInterval = keyof typeof StatisticsInterval;
registerEnumType(StatisticsInterval, {
  name: 'StatisticsInterval',
  description: 'What figures are summed up by, on the store’s own calendar.',
  valuesConfig: {
    DAY: { description: 'Days.' },
    WEEK: { description: 'Weeks, which begin on Monday.' },
    MONTH: { description: 'Months.' },
  },
});

@ObjectType('OrderFigures', { description: 'What the orders of one interval, state and currency come to.' })
export class OrderFigures {
  @Field(() => String, { description: 'The first day of the interval on the store’s calendar: `2025-03-30`.' })
  date: string;

  @Field(() => DateTime, { description: 'When that day begins, by the store’s clock (`StoreConfig.timeZone`).' })
  startsAt: Date;

  @Field(() => OrderState, { description: 'What the status of these orders means now.' })
  state: OrderState;

  @Field(() => Int, { description: 'How many they are.' })
  count: number;

  @Field(() => Money, {
    description: 'The sum of their totals (`Order.total`), in the currency that they were charged in.',
  })
  total: Money;
}

@ObjectType('OrderStatistics', {
  description: 'What the orders of a store come to, counted and summed up by the store’s own database.',
})
export class OrderStatistics {
  @Field(() => Int, { description: 'How many orders were placed in the time asked for.' })
  count: number;

  @Field(() => [Money], {
    description: 'The sum of their totals, one for each currency that they were charged in, by its code.',
  })
  totals: Money[];

  @Field(() => [OrderFigures], {
    description:
      'The same by interval, then state, then currency; where there was no order there is no entry. An interval at either end ' +
      'holds the orders of the time asked for alone.',
  })
  figures: OrderFigures[];
}
