import type { IdOrder } from '../../model/id-order.js';
import type { NewsletterFilter, NewsletterSubscriber } from '../../model/newsletter.js';
import { factsOf } from '../facts.js';
import { formsAsStored, plainText, unescaped } from '../html-text.js';
import type { OpenCartView } from './opencart-config.js';
import type { OpenCartTables } from './opencart-relations.js';

const { cells, from, ids, listed, none, oneOf } = factsOf<OpenCartView, OpenCartTables, 'customer', 'c'>();

/** The customers who want the newsletter; OpenCart keeps nobody else, and not since when. */
export const subscriber = listed<NewsletterSubscriber, NewsletterFilter, IdOrder>({
  kind: null,
  from: 'customer as c',
  key: 'customer_id',
  statement: 'subscribers',
  always: ['customerId'],
  fields: {
    customerId: from([], (_row, { id }) => String(id)),
    email: from(['email'], (row) => unescaped(row.email ?? '')),
    ...cells({ firstName: 'firstname', lastName: 'lastname' }, plainText),
    status: none('SUBSCRIBED' as const),
    subscribedAt: none(null),
  },
  list: {
    every: (query) => query.where('c.newsletter', '=', 1),
    orders: { ID: { column: null } },
    filter: {
      ids: ids('c.customer_id'),
      emails: oneOf('c.email', formsAsStored),
      status: (query, status) => (status === 'SUBSCRIBED' ? query : null),
    },
  },
});
