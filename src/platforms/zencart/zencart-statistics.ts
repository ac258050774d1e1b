import { sql } from 'kysely';
import { statusOf } from '../listed.js';
import { currencyIn } from '../order-rates.js';
import type { OrderFacts } from '../order-statistics.js';
import { type ZenCartView, zoneOf } from './zencart-config.js';
import { chargedTotal, placed } from './zencart-order-list.js';

export const figures: OrderFacts<ZenCartView, 'status' | 'currency'> = {
  placed: (view) => [{ time: placed, zone: zoneOf(view) }],
  clock: zoneOf,
  by: { status: sql.ref('o.orders_status'), currency: currencyIn('o.currency') },
  total: chargedTotal,
  read: (row, view) => ({
    state: statusOf(view, row.status).state,
    currencyCode: String(row.currency || view.config.defaultCurrency),
  }),
};
