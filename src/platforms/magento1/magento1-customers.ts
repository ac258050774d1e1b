import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { type AddressEntry, presetIn } from '../addresses.js';
import { contains } from '../conditions.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { groupOf } from '../listed.js';
import { instantOf } from '../store-time.js';
import { addressBookOf } from './magento1-addresses.js';
import type { Magento1View } from './magento1-config.js';
import { type EavRow, type EavValue, eavOf } from './magento1-eav.js';
import { metafieldsOf } from './magento1-metafields.js';
import { type Magento1Tables, magento, personalCodes } from './magento1-relations.js';
import { changedAt, changeOf } from './magento1-times.js';

const { ask, asked, between, cells, customerList, from, id, listed, made, rowsBeside, source } = factsOf<
  Magento1View,
  Magento1Tables,
  'customer_entity',
  'c',
  Record<never, never>,
  EavRow<(typeof personalCodes.customer)[number]>
>();

const attributes = source(
  personalCodes.customer,
  [],
  (asking) => eavOf(asking, 'customer', asking.ids, asking.sourced).of,
);

const addressBook = ask([], addressBookOf);

/** Who is on the list of a newsletter, and whether they confirmed; nobody in stores without that module. */
const subscriptions = rowsBeside('subscribers', 'n.customer_id', ({ view }) =>
  view.columns.has('newsletter_subscriber')
    ? magento.selectFrom('newsletter_subscriber as n').select(['n.subscriber_id', 'n.subscriber_status'])
    : null,
);

/** `newsletter_subscriber.subscriber_status` of those who confirmed and have not left. */
const subscribed = 1;

/** The address that one of these attributes names; null where there is none. */
const preset = (book: readonly AddressEntry[], id: EavValue) => presetIn(book, (entry) => entry.id === Number(id));

/** Those with an account; Magento keeps no row for guests. */
export const customer = listed<Customer, CustomerFilter, CustomerOrder>({
  kind: 'Customer',
  from: 'customer_entity as c',
  key: 'entity_id',
  statement: 'customers',
  sources: [attributes],
  fields: {
    email: from(['email'], (row) => row.email ?? ''),
    ...cells({ firstName: 'firstname', lastName: 'lastname' }, heldText),
    // Magento asks for telephone numbers with addresses alone.
    phone: made(['default_billing', 'default_shipping'], [addressBook], (row, [book]) => {
      const address = preset(book(), row.default_billing) ?? preset(book(), row.default_shipping);
      return address?.phone ?? null;
    }),
    group: from(['group_id'], (row, { view }) => groupOf(view, row.group_id)),
    enabled: from(['is_active'], (row) => row.is_active === 1),
    acceptsMarketing: asked(subscriptions, (rows, { view }) =>
      view.columns.has('newsletter_subscriber') ? rows.some((one) => one.subscriber_status === subscribed) : null,
    ),
    metafields: asked(metafieldsOf('customer', 'customerField', 'customer-metafields'), (found) => found),
    addresses: asked(addressBook, (book) => book.map((entry) => entry.address)),
    defaultBillingAddress: made(['default_billing'], [addressBook], (row, [book]) =>
      preset(book(), row.default_billing),
    ),
    defaultShippingAddress: made(['default_shipping'], [addressBook], (row, [book]) =>
      preset(book(), row.default_shipping),
    ),
    createdAt: from(['created_at'], (row) => instantOf(row.created_at, 'utc')),
    updatedAt: from(['updated_at', 'created_at'], changeOf),
  },
  list: customerList({
    ...{ id: 'c.entity_id', email: 'c.email', created: 'c.created_at', zoneOf: () => 'utc' },
    places: (eb, word, { native: { customerAttributes } }) => {
      const named = eb
        .selectFrom('customer_entity_varchar as v')
        .select('v.entity_id')
        .where('v.attribute_id', 'in', [customerAttributes.firstname?.id ?? 0, customerAttributes.lastname?.id ?? 0])
        .where((on) => contains(on, 'v.value', word));
      return [contains(eb, 'c.email', word), eb('c.entity_id', 'in', named)];
    },
    updated: between('updated', changedAt('c'), () => 'utc'),
    ordered: (eb) =>
      eb.exists(
        eb.selectFrom('sales_flat_order as o').select('o.entity_id').whereRef('o.customer_id', '=', 'c.entity_id'),
      ),
    // Group 0 is Magento's own for those who have not signed in.
    groupId: (query, group, view) =>
      group === '0' ? query.where('c.group_id', '=', 0) : id('c.group_id')(query, group, view),
  }),
});
