import { type Expression, type RawBuilder, sql } from 'kysely';
import type { OrderFacts } from '../order-statistics.js';
import type { Time } from '../order-times.js';
import { currencyCode, type WooCommerceView } from './woocommerce-config.js';
import { statusOf } from './woocommerce-statuses.js';

export type OrderFigures = OrderFacts<WooCommerceView, 'status' | 'currency'>;

/** What statistics are made of, by where a place keeps it. */
export function figuresIn(place: {
  readonly status: string;
  readonly currency: Expression<unknown>;
  readonly total: RawBuilder<number>;
  readonly placed: (view: WooCommerceView) => Time;
}): OrderFigures {
  return {
    placed: (view) => [{ time: place.placed(view), zone: 'UTC' }],
    clock: ({ native }) => native.clock,
    by: { status: sql.ref(place.status), currency: place.currency },
    total: () => place.total,
    read: (row, view) => ({
      state: statusOf(view, row.status ?? '').state,
      currencyCode: currencyCode(row.currency) ?? view.config.defaultCurrency,
    }),
  };
}
