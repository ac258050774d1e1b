import { firstTime, timeIn } from '../conditions.js';
import { type Time, timesOfOrders } from '../order-times.js';
import { firstInstant } from '../store-time.js';

/** Magento writes all of its times in UTC. */
export const utc = () => 'utc';

/** When a row was changed, as SQL: when it was made where nobody changed it. */
export const changedAt = (alias: string): Time =>
  firstTime(timeIn(`${alias}.updated_at`), timeIn(`${alias}.created_at`));

/** The same, of a row at hand. */
export const changeOf = (row: {
  readonly updated_at: string | null;
  readonly created_at: string | null;
}): Date | null => firstInstant('utc', row.updated_at, row.created_at);

const history = { relation: 'sales_flat_order_status_history', order: 'parent_id', time: 'created_at' };

/** When an order (`o`) was placed and last changed. */
export const orderTimes = timesOfOrders({
  ...{ relation: 'sales_flat_order', id: 'entity_id', placed: 'created_at', changed: 'updated_at', history },
});
