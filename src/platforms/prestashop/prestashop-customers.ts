import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { contains, isOneOf, wordsOf } from '../conditions.js';
import { factsOf } from '../facts.js';
import { rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { groupOf } from '../listed.js';
import { collectionOf } from '../listing.js';
import { instantOf } from '../store-time.js';
import { addressRows, shownAddress } from './prestashop-addresses.js';
import type { PrestaShopTables } from './prestashop-relations.js';
import { changedAt } from './prestashop-times.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

const { ask, from, asked, none, ids, id, between, where, listed } = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'customer',
  'c'
>();

const addresses = ask([], ({ view, gathering, ids: some }) => {
  const rows = rowsOf(
    gathering.add('customer-addresses', addressRows().where('a.id_customer', 'in', some).where('a.deleted', '=', 0)),
    'id_customer',
  );
  return (results, customerId) => rows(results, customerId).flatMap((row) => shownAddress(view, row) ?? []);
});

/** The checkout presets the first one (Address::getFirstCustomerAddressId). */
const preset = asked(addresses, (all) => all[0] ?? null);

/** Those with an account: PrestaShop keeps rows for guests and for deleted accounts too. */
export const customer = listed<Customer, CustomerFilter, CustomerOrder>({
  kind: 'Customer',
  from: 'customer as c',
  key: 'id_customer',
  statement: 'customers',
  fields: {
    email: from(['email'], (row) => row.email ?? ''),
    firstName: from(['firstname'], (row) => heldText(row.firstname)),
    lastName: from(['lastname'], (row) => heldText(row.lastname)),
    // PrestaShop keeps telephone numbers with addresses alone.
    phone: none(null),
    group: from(['id_default_group'], (row, { view }) => groupOf(view, row.id_default_group)),
    enabled: from(['active'], (row) => row.active === 1),
    acceptsMarketing: from(['newsletter'], (row) => (row.newsletter === null ? null : row.newsletter === 1)),
    addresses: asked(addresses, (all) => all),
    defaultBillingAddress: preset,
    defaultShippingAddress: preset,
    createdAt: from(['date_add'], (row, { view }) => instantOf(row.date_add, zoneOf(view))),
    updatedAt: from(['date_upd', 'date_add'], (row, { view }) => changedAt(view, row)),
  },
  list: {
    every: (query) => query.where('c.is_guest', '=', 0).where('c.deleted', '=', 0),
    orders: {
      ID: { column: null },
      EMAIL: { column: 'c.email', nullable: true },
      CREATED_AT: { column: 'c.date_add', nullable: true },
    },
    filter: {
      ids: ids('c.id_customer'),
      emails: where((eb, emails, view) =>
        emails.length === 0 ? null : isOneOf(eb, 'c.email', emails, view.native.textIgnoresCase),
      ),
      // Each word must be in the first name, the last name or the e-mail address, so that a full name finds its bearer.
      search: where((eb, text) =>
        eb.and(
          wordsOf(text).map((word) =>
            eb.or((['c.firstname', 'c.lastname', 'c.email'] as const).map((column) => contains(eb, column, word))),
          ),
        ),
      ),
      // A group that is gone is nobody's.
      groupId: (query, group, view) => (groupOf(view, group) ? id('c.id_default_group')(query, group, view) : null),
      ...between('created', 'c.date_add', zoneOf),
    },
  },
});

export const customers = collectionOf(customer);
