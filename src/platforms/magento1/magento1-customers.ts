import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { contains, isOneOf, wordsOf } from '../conditions.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { groupOf } from '../listed.js';
import { collectionOf } from '../listing.js';
import { instantOf } from '../store-time.js';
import { addressBookOf } from './magento1-addresses.js';
import type { Magento1View } from './magento1-config.js';
import { type EavRow, type EavValue, eavOf } from './magento1-eav.js';
import { type Magento1Tables, magento, personalCodes } from './magento1-relations.js';
import { changeOf } from './magento1-times.js';

const { ask, asked, between, from, id, ids, listed, made, rowsBeside, source, where } = factsOf<
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
const subscriptions = rowsBeside('subscribers', 'customer_id', ({ view, ids: some }) =>
  view.columns.has('newsletter_subscriber')
    ? magento
        .selectFrom('newsletter_subscriber as n')
        .select(['n.subscriber_id', 'n.customer_id', 'n.subscriber_status'])
        .where('n.customer_id', 'in', some)
    : null,
);

/** `newsletter_subscriber.subscriber_status` of those who confirmed and have not left. */
const subscribed = 1;

/** The address that one of these attributes names; null where there is none. */
const preset = (book: ReturnType<ReturnType<typeof addressBookOf>>, id: EavValue) =>
  book.find((entry) => entry.id === Number(id))?.address ?? null;

/** Those with an account; Magento keeps no row for guests. */
export const customer = listed<Customer, CustomerFilter, CustomerOrder>({
  kind: 'Customer',
  from: 'customer_entity as c',
  key: 'entity_id',
  statement: 'customers',
  sources: [attributes],
  fields: {
    email: from(['email'], (row) => row.email ?? ''),
    firstName: from(['firstname'], (row) => heldText(row.firstname)),
    lastName: from(['lastname'], (row) => heldText(row.lastname)),
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
  list: {
    orders: {
      ID: { column: null },
      EMAIL: { column: 'c.email', nullable: true },
      CREATED_AT: { column: 'c.created_at', nullable: true },
    },
    filter: {
      ids: ids('c.entity_id'),
      emails: (query, emails, view) =>
        emails.length === 0 ? null : query.where((eb) => isOneOf(eb, 'c.email', emails, view.native.textIgnoresCase)),
      // Each word must be in the first name, the last name or the e-mail address, so that a full name finds its bearer.
      search: where((eb, text, { native }) => {
        const names = [native.customerAttributes.firstname?.id ?? 0, native.customerAttributes.lastname?.id ?? 0];
        const named = (word: string) =>
          eb
            .selectFrom('customer_entity_varchar as v')
            .select('v.entity_id')
            .where('v.attribute_id', 'in', names)
            .where((on) => contains(on, 'v.value', word));
        return eb.and(
          wordsOf(text).map((word) => eb.or([contains(eb, 'c.email', word), eb('c.entity_id', 'in', named(word))])),
        );
      }),
      // Group 0 is Magento's own for those who have not signed in.
      groupId: (query, group, view) =>
        group === '0' ? query.where('c.group_id', '=', 0) : id('c.group_id')(query, group, view),
      ...between('created', 'c.created_at', () => 'utc'),
    },
  },
});

export const customers = collectionOf(customer);
