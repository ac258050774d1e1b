import { valuesFrom } from '../../bridge/plan.js';
import type { Address } from '../../model/address.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { containsUnescaped, isOneOf, wordsOf } from '../conditions.js';
import { factsOf } from '../facts.js';
import { rowsOf } from '../gathering.js';
import { formsAsStored, plainText, unescaped } from '../html-text.js';
import { groupOf } from '../listed.js';
import { collectionOf } from '../listing.js';
import { instantOf } from '../store-time.js';
import { addressIn, zonesOf } from './opencart-addresses.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';

const { ask, asked, between, from, id, ids, listed, made, none, where } = factsOf<
  OpenCartView,
  OpenCartTables,
  'customer',
  'c'
>();

interface Entry {
  readonly id: number;
  /** 4.x marks the default address; 3.x names it in the customer's row. */
  readonly preset: boolean;
  readonly address: Address;
}

const addressBook = ask([], ({ view, gathering, ids: some }) => {
  const entries = gathering.add(
    'addresses',
    opencart
      .selectFrom('address as a')
      .select(['a.address_id', 'a.customer_id', 'a.firstname', 'a.lastname', 'a.company', 'a.address_1', 'a.address_2'])
      .select(['a.city', 'a.postcode', 'a.country_id', 'a.zone_id'])
      .$if(view.columns.has('address', 'default'), (query) => query.select('a.default'))
      .where('a.customer_id', 'in', some)
      .orderBy('a.address_id'),
  );
  const rows = rowsOf(entries, 'customer_id');
  const zones = zonesOf(view, gathering, valuesFrom(entries, 'zone_id'), 'address-zones');
  return (results, customerId) =>
    rows(results, customerId).flatMap((row): Entry[] => {
      const zone = zones(results, row.zone_id);
      const address = addressIn(view, row, row.country_id, { region: zone?.name, regionCode: zone?.code });
      return address ? [{ id: row.address_id, preset: row.default === 1, address }] : [];
    });
});

/** The default address is both billing's and shipping's. */
const defaultAddress = made(['address_id'], [addressBook], (row, [entries]) => {
  const preset = entries().find((entry) => entry.preset || entry.id === row.address_id);
  return preset?.address ?? null;
});

/** Those with an account; OpenCart keeps no row for guests. */
export const customer = listed<Customer, CustomerFilter, CustomerOrder>({
  kind: 'Customer',
  from: 'customer as c',
  key: 'customer_id',
  statement: 'customers',
  lean: true,
  fields: {
    email: from(['email'], (row) => unescaped(row.email ?? '')),
    firstName: from(['firstname'], (row) => plainText(row.firstname)),
    lastName: from(['lastname'], (row) => plainText(row.lastname)),
    phone: from(['telephone'], (row) => plainText(row.telephone)),
    group: from(['customer_group_id'], (row, { view }) => groupOf(view, row.customer_group_id)),
    enabled: from(['status'], (row) => row.status === 1),
    acceptsMarketing: from(['newsletter'], (row) => (row.newsletter === null ? null : row.newsletter === 1)),
    addresses: asked(addressBook, (entries) => entries.map((entry) => entry.address)),
    defaultBillingAddress: defaultAddress,
    defaultShippingAddress: defaultAddress,
    createdAt: from(['date_added'], (row, { view }) => instantOf(row.date_added, zoneOf(view))),
    updatedAt: none(null),
  },
  list: {
    orders: {
      ID: { column: null },
      EMAIL: { column: 'c.email', nullable: true },
      CREATED_AT: { column: 'c.date_added', nullable: true },
    },
    filter: {
      ids: ids('c.customer_id'),
      emails: where((eb, emails, { native }) =>
        emails.length > 0 ? isOneOf(eb, 'c.email', emails.flatMap(formsAsStored), native.textIgnoresCase) : null,
      ),
      // Each word must be in the first name, the last name or the e-mail address, so that a full name finds its bearer.
      search: where((eb, text) =>
        eb.and(
          wordsOf(text).map((word) =>
            eb.or([
              containsUnescaped(eb, 'c.firstname', word),
              containsUnescaped(eb, 'c.lastname', word),
              containsUnescaped(eb, 'c.email', word),
            ]),
          ),
        ),
      ),
      // A group that is gone is no group.
      groupId: (query, group, view) => (groupOf(view, group) ? id('c.customer_group_id')(query, group, view) : null),
      ...between('created', 'c.date_added', zoneOf),
    },
  },
});

export const customers = collectionOf(customer);
