import { type SqlBool, sql } from 'kysely';
import { valueRead } from '../../model/as-read.js';
import type { OrderFilter, OrderOrder } from '../../model/order.js';
import { factsOf, type ListingOf } from '../facts.js';
import type { OrderTimeColumns } from '../order-times.js';
import type { Magento1View } from './magento1-config.js';
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
const { between, equal, id, ids, numbered, texts, where } = facts;
const { placed, changed } = orderTimes;
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
    ...between('placed', { column: 'o.created_at', time: placed, missing }, utc),
    ...between('updated', { column: 'o.updated_at', time: changed, missing }, utc),
  },
};
