import { sql } from 'kysely';
import type { OrderFacts } from '../order-statistics.js';
import type { Magento1View } from './magento1-config.js';
import { currencyOf } from './magento1-order-amounts.js';
import { total } from './magento1-order-list.js';
import { orderStatusOf } from './magento1-states.js';
import { orderTimes } from './magento1-times.js';

const held = sql<string | null>`${sql.ref('o.created_at')}`;

/** Magento's times are all in UTC; its reports are by the shop's own days. */
export const figures: OrderFacts<Magento1View, 'status' | 'state' | 'currency'> = {
  placed: ({ native }) => [{ time: native.timesMissing ? orderTimes.placed : held, zone: 'UTC' }],
  clock: ({ config }) => config.timeZone,
  by: { status: sql.ref('o.status'), state: sql.ref('o.state'), currency: sql.ref('o.order_currency_code') },
  total: () => total,
  read: (row, view) => ({
    state: orderStatusOf(view, row.status, row.state).state,
    currencyCode: currencyOf({ order_currency_code: row.currency }, view),
  }),
};
