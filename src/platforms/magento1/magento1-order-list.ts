import { type SqlBool, sql } from 'kysely';
import { valueRead } from '../../model/as-read.js';
import type { OrderFilter, OrderOrder } from '../../model/order.js';
import { isOneOf } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import type { Magento1View } from './magento1-config.js';
import { type Magento1Tables, magento } from './magento1-relations.js';
import { knownStates, statesMeaning } from './magento1-states.js';
import { changedAt, isTimed, placedAt } from './magento1-times.js';

/** The words in which orders are said. */
export const facts = factsOf<
  Magento1View,
  Magento1Tables,
  'sales_flat_order',
  'o',
  Record<never, never>,
  { placed_at: string | null; changed_at: string | null }
>();
const { id, ids, texts, where } = facts;

const changed = changedAt('o');
const placed = (side: 'since' | 'until') =>
  where<Date>((eb, instant, view) =>
    isTimed(eb, 'o.created_at', view.native.timesMissing ? placedAt : null, side, instant),
  );
const updated = (side: 'since' | 'until') =>
  where<Date>((eb, instant, view) =>
    isTimed(eb, 'o.updated_at', view.native.timesMissing ? changed : null, side, instant),
  );

/** Columns that are worked out: when an order was placed and changed, whatever its row lacks. */
export const derived = {
  placed_at: (query: ReturnType<typeof everyOrder>) => query.select(placedAt.as('placed_at')),
  changed_at: (query: ReturnType<typeof everyOrder>) => query.select(changed.as('changed_at')),
};
const everyOrder = () => magento.selectFrom('sales_flat_order as o');

/** Orders; Magento keeps unfinished checkouts elsewhere, as quotes. Totals are compared each in its order's own currency. */
export const orderList: ListingOf<typeof facts, OrderFilter, OrderOrder> = {
  orders: {
    ID: { column: null },
    // The columns have an index each, which serves as long as no order lacks its time.
    PLACED_AT: ({ native }) => ({ column: native.timesMissing ? placedAt : 'o.created_at', nullable: true }),
    UPDATED_AT: ({ native }) => ({ column: native.timesMissing ? changed : 'o.updated_at', nullable: true }),
    TOTAL: { column: 'o.grand_total', nullable: true },
  },
  filter: {
    ids: ids('o.entity_id'),
    numbers: texts('o.increment_id'),
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
    email: (query, email, { native }) =>
      query.where((eb) => isOneOf(eb, 'o.customer_email', [email], native.textIgnoresCase)),
    placedAfter: placed('since'),
    placedBefore: placed('until'),
    updatedAfter: updated('since'),
    updatedBefore: updated('until'),
  },
};
