import type { IdOrder } from '../../model/id-order.js';
import type { NewsletterFilter, NewsletterSubscriber, SubscriptionStatus } from '../../model/newsletter.js';
import { factsOf } from '../facts.js';
import { instantOf } from '../store-time.js';
import type { Magento1View } from './magento1-config.js';
import type { Magento1Tables } from './magento1-relations.js';

const { from, ids, lacking, listed, oneOf, where } = factsOf<
  Magento1View,
  Magento1Tables,
  'newsletter_subscriber',
  'n'
>();

/** `Mage_Newsletter_Model_Subscriber::STATUS_…`; 2, not activated, and 4, unconfirmed, both wait for the subscriber. */
const statuses: Readonly<Record<number, SubscriptionStatus>> = { 1: 'SUBSCRIBED', 3: 'UNSUBSCRIBED' };
const numbers = { SUBSCRIBED: 1, UNSUBSCRIBED: 3 } as const;

const subscriber = listed<NewsletterSubscriber, NewsletterFilter, IdOrder>({
  kind: null,
  from: 'newsletter_subscriber as n',
  key: 'subscriber_id',
  statement: 'subscribers',
  always: ['customerId'],
  fields: {
    customerId: from(['customer_id'], (row) => (row.customer_id > 0 ? String(row.customer_id) : null)),
    email: from(['subscriber_email'], (row) => row.subscriber_email ?? ''),
    // Names are the account's alone.
    ...lacking(null, 'firstName', 'lastName'),
    status: from(['subscriber_status'], (row) => statuses[row.subscriber_status] ?? 'UNCONFIRMED'),
    subscribedAt: from(['change_status_at'], (row) => instantOf(row.change_status_at, 'utc')),
  },
  list: {
    orders: { ID: { column: null } },
    filter: {
      ids: ids('n.subscriber_id'),
      emails: oneOf('n.subscriber_email'),
      status: where((eb, status) =>
        status === 'UNCONFIRMED'
          ? eb('n.subscriber_status', 'not in', Object.values(numbers))
          : eb('n.subscriber_status', '=', numbers[status]),
      ),
    },
  },
});

/** The subscribers of a store; null where it has no such module. */
export const subscriberIn = ({ columns }: Magento1View) => (columns.has('newsletter_subscriber') ? subscriber : null);
