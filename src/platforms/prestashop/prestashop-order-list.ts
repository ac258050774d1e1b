import type { OrderFilter, OrderOrder } from '../../model/order.js';
import { isOneOf } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import type { PrestaShopTables } from './prestashop-relations.js';
import { withDeletedStatuses } from './prestashop-statuses.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

/** The words in which orders are said. */
export const facts = factsOf<PrestaShopView, PrestaShopTables, 'orders', 'o'>();
const { ids, id, texts, where, since, until, states } = facts;

/** Every order: PrestaShop keeps unfinished checkouts as carts. */
export const orderList: ListingOf<typeof facts, OrderFilter, OrderOrder> = {
  orders: {
    ID: { column: null },
    PLACED_AT: { column: 'o.date_add', nullable: true },
    UPDATED_AT: { column: 'o.date_upd', nullable: true },
    TOTAL: { column: 'o.total_paid_tax_incl', nullable: true },
  },
  filter: {
    ids: ids('o.id_order'),
    numbers: texts('o.reference'),
    statusIds: ids('o.current_state'),
    states: (query, wanted, view) => states('o.current_state', Number)(query, wanted, withDeletedStatuses(view)),
    customerId: id('o.id_customer'),
    email: where((eb, email, view) =>
      eb(
        'o.id_customer',
        'in',
        eb
          .selectFrom('customer as c')
          .select('c.id_customer')
          .where((on) => isOneOf(on, 'c.email', [email], view.native.textIgnoresCase)),
      ),
    ),
    placedAfter: since('o.date_add', zoneOf),
    placedBefore: until('o.date_add', zoneOf),
    updatedAfter: since('o.date_upd', zoneOf),
    updatedBefore: until('o.date_upd', zoneOf),
  },
};
