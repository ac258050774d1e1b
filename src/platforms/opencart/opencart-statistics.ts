import { sql } from 'kysely';
import { statusOf } from '../listed.js';
import { currencyIn } from '../order-rates.js';
import type { OrderFacts } from '../order-statistics.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { placed } from './opencart-order-list.js';
import { chargedTotal } from './opencart-order-rates.js';

export const figures: OrderFacts<OpenCartView, 'status' | 'currency'> = {
  placed: (view) => [{ time: placed, zone: zoneOf(view) }],
  clock: zoneOf,
  by: { status: sql.ref('o.order_status_id'), currency: currencyIn('o.currency_code') },
  total: chargedTotal,
  read: (row, view) => ({
    state: statusOf(view, row.status).state,
    currencyCode: String(row.currency || view.config.defaultCurrency),
  }),
};
