import type { OrderFilter, OrderOrder } from '../../model/order.js';
import { isOneOf } from '../conditions.js';
import { factsOf, type ListingOf } from '../facts.js';
import type { Magento1View } from './magento1-config.js';
import type { Magento1Tables } from './magento1-relations.js';
import { knownStates, statesMeaning } from './magento1-states.js';

/** The words in which orders are said. */
export const facts = factsOf<Magento1View, Magento1Tables, 'sales_flat_order', 'o'>();
const { id, ids, since, texts, until, where } = facts;
const utc = () => 'utc';

/** Orders; Magento keeps unfinished checkouts elsewhere, as quotes. Totals are compared each in its order's own currency. */
export const orderList: ListingOf<typeof facts, OrderFilter, OrderOrder> = {
  orders: {
    ID: { column: null },
    PLACED_AT: { column: 'o.created_at', nullable: true },
    UPDATED_AT: { column: 'o.updated_at', nullable: true },
    TOTAL: { column: 'o.grand_total', nullable: true },
  },
  filter: {
    ids: ids('o.entity_id'),
    numbers: texts('o.increment_id'),
    statusIds: texts('o.status'),
    states: where((eb, states) => {
      const named = statesMeaning(states);
      const other = states.includes('OTHER');
      if (named.length === 0 && !other) return null;
      return eb.or([
        ...(named.length > 0 ? [eb('o.state', 'in', named)] : []),
        ...(other ? [eb('o.state', 'is', null), eb('o.state', 'not in', [...knownStates])] : []),
      ]);
    }),
    customerId: id('o.customer_id'),
    email: (query, email, { native }) =>
      query.where((eb) => isOneOf(eb, 'o.customer_email', [email], native.textIgnoresCase)),
    placedAfter: since('o.created_at', utc),
    placedBefore: until('o.created_at', utc),
    updatedAfter: since('o.updated_at', utc),
    updatedBefore: until('o.updated_at', utc),
  },
};
