import type { IdOrder } from '../../model/id-order.js';
import type { NewsletterFilter, NewsletterSubscriber } from '../../model/newsletter.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import type { ZenCartView } from './zencart-config.js';
import type { ZenCartTables } from './zencart-relations.js';

const { cells, from, ids, listed, none, oneOf } = factsOf<ZenCartView, ZenCartTables, 'customers', 'c'>();

/** The customers who want the newsletter; Zen Cart keeps nobody else, and not since when. */
export const subscriber = listed<NewsletterSubscriber, NewsletterFilter, IdOrder>({
  kind: null,
  from: 'customers as c',
  key: 'customers_id',
  statement: 'subscribers',
  always: ['customerId'],
  fields: {
    customerId: from([], (_row, { id }) => String(id)),
    email: from(['customers_email_address'], (row) => row.customers_email_address ?? ''),
    ...cells({ firstName: 'customers_firstname', lastName: 'customers_lastname' }, heldText),
    status: none('SUBSCRIBED' as const),
    subscribedAt: none(null),
  },
  list: {
    every: (query, { native: { guestCustomerId } }) => {
      const wanting = query.where('c.customers_newsletter', '=', '1');
      return guestCustomerId === null ? wanting : wanting.where('c.customers_id', '<>', guestCustomerId);
    },
    orders: { ID: { column: null } },
    filter: {
      ids: ids('c.customers_id'),
      emails: oneOf('c.customers_email_address'),
      status: (query, status) => (status === 'SUBSCRIBED' ? query : null),
    },
  },
});
