import { sql } from 'kysely';
import type { OrderFilter, OrderOrder } from '../../model/order.js';
import { contains, isAtLeast, isAtMost, isOneOf } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import type { OrderTimeColumns } from '../order-times.js';
import { financialIn, isSentSoFar } from './prestashop-order-progress.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { withDeletedStatuses } from './prestashop-statuses.js';
import { orderTimes } from './prestashop-times.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

/** The words in which orders are said; lists join their times as `w`, where those must be worked out. */
export const facts = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'orders',
  'o',
  { w: { id_order: number; placed: string | null; changed: string | null } },
  OrderTimeColumns
>();
const { between, equal, ids, linked, numbered, states, statusIds, where, words } = facts;

/** When orders were placed and changed, as that is worked out where some hold no time; no index serves it. */
const times = prestashop
  .selectFrom('orders as o')
  .select(['o.id_order', orderTimes.placed.as('placed'), orderTimes.changed.as('changed')]);

/** `Order.total` as SQL. */
export const total = sql<string | number>`coalesce(${sql.ref('o.total_paid_tax_incl')}, 0)`;

const missing = ({ native }: PrestaShopView) => native.undatedOrders;

/** Every order: PrestaShop keeps unfinished checkouts as carts. */
export const orderList: ListingOf<typeof facts, OrderFilter, OrderOrder> = {
  joins: [
    {
      orders: ['PLACED_AT', 'UPDATED_AT'],
      join: (query, { native }) =>
        native.undatedOrders ? (query.innerJoin(times.as('w'), 'w.id_order', 'o.id_order') as typeof query) : query,
    },
  ],
  orders: {
    ID: { column: null },
    PLACED_AT: ({ native }) => ({ column: native.undatedOrders ? 'w.placed' : 'o.date_add', nullable: true }),
    UPDATED_AT: ({ native }) => ({ column: native.undatedOrders ? 'w.changed' : 'o.date_upd', nullable: true }),
    TOTAL: { column: 'o.total_paid_tax_incl', nullable: true },
  },
  filter: {
    ids: ids('o.id_order'),
    // Where there is no reference, the number of the row stands for it.
    numbers: numbered('o.reference', 'o.id_order'),
    statusIds: statusIds('o.current_state'),
    states: (query, wanted, view) => states('o.current_state', Number)(query, wanted, withDeletedStatuses(view)),
    // Guests and those whose account was deleted are no customers.
    customerId: linked((eb, customer) =>
      eb.and([
        eb('o.id_customer', '=', customer),
        eb.exists(
          eb
            .selectFrom('customer as c')
            .select('c.id_customer')
            .where('c.id_customer', '=', customer)
            .where('c.is_guest', '=', 0)
            .where('c.deleted', '=', 0),
        ),
      ]),
    ),
    email: where((eb, email, view) => {
      const buyers = eb.selectFrom('customer as c').select('c.id_customer');
      return eb(
        'o.id_customer',
        'in',
        buyers.where((on) => isOneOf(on, 'c.email', [email], view.native.textIgnoresCase)),
      );
    }),
    search: words((eb, word) => {
      const number = sql<string>`case when replace(coalesce(${sql.ref('o.reference')}, ${''}), ${' '}, ${''}) = ${''} then concat(${sql.ref('o.id_order')}, ${''}) else ${sql.ref('o.reference')} end`;
      const addresses = eb
        .selectFrom('address as a')
        .select('a.id_address')
        .where((on) => on.or([contains(on, 'a.firstname', word), contains(on, 'a.lastname', word)]));
      const buyers = eb
        .selectFrom('customer as c')
        .select('c.id_customer')
        .where((on) => contains(on, 'c.email', word));
      const lines = eb
        .selectFrom('order_detail as l')
        .select('l.id_order')
        .whereRef('l.id_order', '=', 'o.id_order')
        .where((on) => contains(on, 'l.product_reference', word));
      return [
        contains(eb, number, word),
        eb('o.id_customer', 'in', buyers),
        // Of most words there is no name at all, and then no order is looked up among them.
        eb.and([
          eb.exists(addresses),
          eb.or([eb('o.id_address_invoice', 'in', addresses), eb('o.id_address_delivery', 'in', addresses)]),
        ]),
        eb.exists(lines),
      ];
    }),
    financialStatuses: where((eb, wanted, view) => eb(financialIn(view), 'in', wanted)),
    fulfillmentStatuses: where((_eb, wanted, view) => isSentSoFar(view, wanted)),
    paymentMethod: equal('o.payment'),
    totalMin: where((_eb, least) => isAtLeast(total, least)),
    totalMax: where((_eb, most) => isAtMost(total, most)),
    ...between('placed', { column: 'o.date_add', time: orderTimes.placed, missing }, zoneOf),
    ...between('updated', { column: 'o.date_upd', time: orderTimes.changed, missing }, zoneOf),
  },
};
