import { type SqlBool, sql } from 'kysely';
import { valueRead } from '../../model/as-read.js';
import type { FulfillmentStatus, OrderFilter, OrderOrder } from '../../model/order.js';
import { contains, isAtLeast, isAtMost, isOneOf } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import { folded, heldText } from '../html-text.js';
import type { OrderTimeColumns } from '../order-times.js';
import type { Magento1View } from './magento1-config.js';
import { financialIn, isSentSoFar, methodIn } from './magento1-order-progress.js';
import type { Magento1Tables } from './magento1-relations.js';
import { knownStates, statesMeaning } from './magento1-states.js';
import { orderTimes, utc } from './magento1-times.js';

/** The words in which orders are said. */
export const facts = factsOf<
  Magento1View,
  Magento1Tables,
  'sales_flat_order',
  'o',
  Record<never, never>,
  OrderTimeColumns
>();
const { between, equal, id, ids, numbered, texts, where, words } = facts;
const { placed, changed } = orderTimes;
/** `Order.total` as SQL. */
export const total = sql<string | number>`coalesce(${sql.ref('o.grand_total')}, 0)`;

/** How far an order can be sent, by what Magento keeps; whoever asks for others alone is asking for none. */
const told: readonly FulfillmentStatus[] = ['FULFILLED', 'PARTIALLY_FULFILLED', 'UNFULFILLED'];

const missing = ({ native }: Magento1View) => native.timesMissing;

/** Orders; Magento keeps unfinished checkouts elsewhere, as quotes. Totals are compared each in its order's own currency. */
export const orderList: ListingOf<typeof facts, OrderFilter, OrderOrder> = {
  orders: {
    ID: { column: null },
    // The columns have an index each, which serves as long as no order lacks its time.
    PLACED_AT: ({ native }) => ({ column: native.timesMissing ? placed : 'o.created_at', nullable: true }),
    UPDATED_AT: ({ native }) => ({ column: native.timesMissing ? changed : 'o.updated_at', nullable: true }),
    TOTAL: { column: 'o.grand_total', nullable: true },
  },
  filter: {
    ids: ids('o.entity_id'),
    // Where there is no number, that of the row stands for it.
    numbers: numbered('o.increment_id', 'o.entity_id'),
    statusIds: texts('o.status'),
    // By the order's own state, as "orderStatusOf" has it; where it has none, by what its status is assigned to.
    states: where((eb, states, { config }) => {
      const statuses = valueRead(config.orderStatuses).filter(
        (status) => states.includes(status.state) !== states.includes('OTHER'),
      );
      const codes = statuses.map((status) => status.nativeId);
      const named = statesMeaning(states);
      const stateless = eb.or([eb('o.state', 'is', null), eb('o.state', '=', '')]);
      const listed = codes.length > 0 ? eb('o.status', 'in', codes) : sql<SqlBool>`1 = 0`;
      const byStatus = states.includes('OTHER') ? eb.or([eb('o.status', 'is', null), eb.not(listed)]) : listed;
      return eb.or([
        ...(named.length > 0 ? [eb('o.state', 'in', named)] : []),
        ...(states.includes('OTHER')
          ? [eb.and([eb('o.state', 'not in', [...knownStates]), eb('o.state', '<>', '')])]
          : []),
        eb.and([stateless, byStatus]),
      ]);
    }),
    customerId: id('o.customer_id'),
    email: equal('o.customer_email'),
    search: words((eb, word) => {
      const number = sql<string>`case when replace(coalesce(${sql.ref('o.increment_id')}, ${''}), ${' '}, ${''}) = ${''} then concat(${sql.ref('o.entity_id')}, ${''}) else ${sql.ref('o.increment_id')} end`;
      const addresses = eb
        .selectFrom('sales_flat_order_address as a')
        .select('a.entity_id')
        .whereRef('a.parent_id', '=', 'o.entity_id')
        .where('a.address_type', 'in', ['billing', 'shipping'])
        .where((on) => on.or([contains(on, 'a.firstname', word), contains(on, 'a.lastname', word)]))
        // The first of each kind is the order's.
        .where('a.entity_id', '=', (on) =>
          on
            .selectFrom('sales_flat_order_address as f')
            .select((of) => of.fn.min('f.entity_id').as('first'))
            .whereRef('f.parent_id', '=', 'a.parent_id')
            .whereRef('f.address_type', '=', 'a.address_type'),
        );
      // What is below another is a part of it, and no line.
      const above = eb
        .selectFrom('sales_flat_order_item as b')
        .select('b.item_id')
        .whereRef('b.order_id', '=', 'o.entity_id')
        .where('b.item_id', '=', sql.ref<number>('i.parent_item_id'));
      const lines = eb
        .selectFrom('sales_flat_order_item as i')
        .select('i.item_id')
        .whereRef('i.order_id', '=', 'o.entity_id')
        .where((on) => contains(on, 'i.sku', word))
        .where((on) => on.not(on.exists(above)));
      return [
        contains(eb, number, word),
        contains(eb, 'o.customer_email', word),
        eb.exists(addresses),
        eb.exists(lines),
      ];
    }),
    financialStatuses: where((eb, wanted) => eb(financialIn(), 'in', wanted)),
    fulfillmentStatuses: where((_eb, wanted) =>
      wanted.some((one) => told.includes(one)) ? isSentSoFar(wanted) : null,
    ),
    // By the shop's titles of methods; a method without one goes by its code.
    paymentMethod: where((eb, name, { native }) => {
      const titled = Object.entries(native.paymentTitles).filter(([, title]) => heldText(title) !== null);
      const codes = titled.flatMap(([code, title]) => (folded(title ?? '') === folded(name) ? [code] : []));
      const isTitled = titled.some(([code]) => folded(code) === folded(name));
      const wanted = isTitled ? codes : [...codes, name];
      return wanted.length > 0 ? isOneOf(eb, methodIn(), wanted, native.textIgnoresCase) : null;
    }),
    totalMin: where((_eb, least) => isAtLeast(total, least)),
    totalMax: where((_eb, most) => isAtMost(total, most)),
    ...between('placed', { column: 'o.created_at', time: placed, missing }, utc),
    ...between('updated', { column: 'o.updated_at', time: changed, missing }, utc),
  },
};
