import type { SelectQueryBuilder } from 'kysely';
import type { OrderFilter, OrderOrder, OrderState } from '../../model/order.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowId, rowIds } from '../row-ids.js';
import { textFrom } from '../store-time.js';
import type { PrestaShopView } from './prestashop-config.js';
import { isOneOf } from './prestashop-search.js';
import { type PrestaShopTables, prestashop, zeroDates } from './prestashop-tables.js';

type Filtered = SelectQueryBuilder<PrestaShopTables & { o: PrestaShopTables['orders'] }, 'o', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  PLACED_AT: { id: 'o.id_order', column: 'o.date_add', nullable: true },
  UPDATED_AT: { id: 'o.id_order', column: 'o.date_upd', nullable: true },
  TOTAL: { id: 'o.id_order', column: 'o.total_paid_tax_incl', nullable: true },
};

/** What a list of orders is ordered by. */
export function orderKeys(orderBy: OrderOrder): PageKeys {
  return sortColumns[orderParts(orderBy).by] ?? { id: 'o.id_order', column: null };
}

/** The orders that meet a filter; null where none can. */
export function filteredOrders(view: PrestaShopView, filter: OrderFilter): Filtered | null {
  let query: Filtered = prestashop.selectFrom('orders as o');
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('o.id_order', 'in', ids);
  }
  const { numbers } = filter;
  if (numbers) {
    if (numbers.length === 0) return null;
    query = query.where('o.reference', 'in', [...numbers]);
  }
  if (filter.statusIds) {
    const ids = rowIds(filter.statusIds);
    if (ids.length === 0) return null;
    query = query.where('o.current_state', 'in', ids);
  }
  if (filter.states) {
    const narrowed = withStates(view, query, filter.states);
    if (!narrowed) return null;
    query = narrowed;
  }
  if (filter.customerId !== null && filter.customerId !== undefined) {
    const customer = rowId(filter.customerId);
    if (customer === null) return null;
    query = query.where('o.id_customer', '=', customer);
  }
  const { email } = filter;
  if (email !== null && email !== undefined) {
    query = query.where((eb) =>
      eb(
        'o.id_customer',
        'in',
        eb
          .selectFrom('customer as c')
          .select('c.id_customer')
          .where((on) => isOneOf(on, 'c.email', [email], view.native.textIgnoresCase)),
      ),
    );
  }
  const zone = view.config.timeZone;
  for (const [column, after, before] of [
    ['o.date_add', filter.placedAfter, filter.placedBefore],
    ['o.date_upd', filter.updatedAfter, filter.updatedBefore],
  ] as const) {
    if (after) query = query.where(column, '>=', textFrom(after, zone));
    if (before) query = query.where(column, '<', textFrom(before, zone)).where(column, '>', zeroDates);
  }
  return query;
}

/** By the statuses of these states; a status that is gone altogether counts as OTHER. */
function withStates(view: PrestaShopView, query: Filtered, states: readonly OrderState[]): Filtered | null {
  const idsWhere = (wanted: boolean) =>
    view.native.statuses
      .filter((status) => states.includes(status.state) === wanted)
      .map((status) => Number(status.nativeId));
  if (states.includes('OTHER')) {
    const others = idsWhere(false);
    return others.length === 0 ? query : query.where('o.current_state', 'not in', others);
  }
  const ids = idsWhere(true);
  return ids.length === 0 ? null : query.where('o.current_state', 'in', ids);
}
