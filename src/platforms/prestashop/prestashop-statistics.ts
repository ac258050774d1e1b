import { sql } from 'kysely';
import type { OrderFacts } from '../order-statistics.js';
import { currencyOf } from './prestashop-order-amounts.js';
import { total } from './prestashop-order-list.js';
import { statusOf } from './prestashop-statuses.js';
import { orderTimes } from './prestashop-times.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

const held = sql<string | null>`${sql.ref('o.date_add')}`;

export const figures: OrderFacts<PrestaShopView, 'status' | 'currency'> = {
  placed: (view) => [{ time: view.native.undatedOrders ? orderTimes.placed : held, zone: zoneOf(view) }],
  clock: zoneOf,
  by: { status: sql.ref('o.current_state'), currency: sql.ref('o.id_currency') },
  total: () => total,
  read: (row, view) => ({
    state: statusOf(view, row.status).state,
    currencyCode: currencyOf(view, { id_currency: row.currency }),
  }),
};
