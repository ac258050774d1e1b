import type { SelectQueryBuilder } from 'kysely';
import type { OrderFilter, OrderOrder } from '../../model/order.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowId, rowIds } from '../row-ids.js';
import { textFrom } from '../store-time.js';
import type { Magento1View } from './magento1-config.js';
import { knownStates, statesMeaning } from './magento1-states.js';
import { type Magento1Tables, magento } from './magento1-tables.js';

type Filtered = SelectQueryBuilder<Magento1Tables & { o: Magento1Tables['sales_flat_order'] }, 'o', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  PLACED_AT: { id: 'o.entity_id', column: 'o.created_at', nullable: true },
  UPDATED_AT: { id: 'o.entity_id', column: 'o.updated_at', nullable: true },
  TOTAL: { id: 'o.entity_id', column: 'o.grand_total', nullable: true },
};

/** What a list of orders is ordered by; totals by their amounts as stored, each in its order's own currency. */
export function orderKeys(orderBy: OrderOrder): PageKeys {
  return sortColumns[orderParts(orderBy).by] ?? { id: 'o.entity_id', column: null };
}

/** The orders that meet a filter; null for none. */
export function filteredOrders(view: Magento1View, filter: OrderFilter): Filtered | null {
  let query: Filtered = magento.selectFrom('sales_flat_order as o');
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('o.entity_id', 'in', ids);
  }
  if (filter.numbers) {
    if (filter.numbers.length === 0) return null;
    query = query.where('o.increment_id', 'in', filter.numbers);
  }
  if (filter.statusIds) {
    if (filter.statusIds.length === 0) return null;
    query = query.where('o.status', 'in', filter.statusIds);
  }
  const { states } = filter;
  if (states) {
    const named = states.flatMap((state) => statesMeaning(state));
    const other = states.includes('OTHER');
    if (named.length === 0 && !other) return null;
    query = query.where((eb) =>
      eb.or([
        ...(named.length > 0 ? [eb('o.state', 'in', named)] : []),
        ...(other ? [eb('o.state', 'is', null), eb('o.state', 'not in', [...knownStates])] : []),
      ]),
    );
  }
  if (filter.customerId !== null && filter.customerId !== undefined) {
    const customer = rowId(filter.customerId);
    if (customer === null) return null;
    query = query.where('o.customer_id', '=', customer);
  }
  const { email } = filter;
  if (email !== null && email !== undefined) {
    query = view.native.textIgnoresCase
      ? query.where('o.customer_email', '=', email)
      : query.where((eb) =>
          eb(eb.fn<string>('lower', ['o.customer_email']), '=', eb.fn<string>('lower', [eb.val(email)])),
        );
  }
  for (const [column, after, before] of [
    ['o.created_at', filter.placedAfter, filter.placedBefore],
    ['o.updated_at', filter.updatedAfter, filter.updatedBefore],
  ] as const) {
    if (after) query = query.where(column, '>=', textFrom(after, 'utc'));
    if (before) query = query.where(column, '<', textFrom(before, 'utc'));
  }
  return query;
}
