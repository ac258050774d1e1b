import { valuesFrom } from '../../bridge/plan.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { presetIn } from '../addresses.js';
import { containsUnescaped } from '../conditions.js';
import { factsOf } from '../facts.js';
import { formsAsStored, plainText, unescaped } from '../html-text.js';
import { groupOf } from '../listed.js';
import { instantOf } from '../store-time.js';
import { addressIn, zonesOf } from './opencart-addresses.js';
import { type OpenCartView, zoneOf } from './opencart-config.js';
import { metafieldsIn } from './opencart-metafields.js';
import { type OpenCartTables, opencart } from './opencart-relations.js';

const { ask, asked, cells, customerList, from, id, listed, made, none } = factsOf<
  OpenCartView,
  OpenCartTables,
  'customer',
  'c'
>();

const addressBook = ask([], ({ view, gathering, ids: some }) => {
  const rows = gathering.rows(
    'addresses',
    'a.customer_id',
    some,
    opencart
      .selectFrom('address as a')
      .select(['a.address_id', 'a.firstname', 'a.lastname', 'a.company', 'a.address_1', 'a.address_2'])
      .select(['a.city', 'a.postcode', 'a.country_id', 'a.zone_id'])
      .$if(view.columns.has('address', 'default'), (query) => query.select('a.default'))
      .orderBy('a.address_id'),
  );
  const zones = zonesOf(view, gathering, valuesFrom(rows.listed, 'zone_id'), 'address-zones');
  return (results, customerId) =>
    rows(results, customerId).flatMap((row) => {
      const zone = zones(results, row.zone_id);
      const address = addressIn(view, row, row.country_id, { region: zone?.name, regionCode: zone?.code });
      // 4.x marks the default address; 3.x names it in the customer's row.
      return address ? [{ id: row.address_id, preset: row.default === 1, address }] : [];
    });
});

/** The default address is both billing's and shipping's. */
const defaultAddress = made(['address_id'], [addressBook], (row, [entries]) =>
  presetIn(entries(), (entry) => entry.preset || entry.id === row.address_id),
);

/** What a number of a field stands for is asked for in one place alone: with the account, or with each address. */
const metafields = metafieldsIn('customer', [
  { relation: 'customer_field', owner: 'customer_id' },
  { relation: 'address_field', owner: 'customer_id', by: 'address_id' },
]);

/** Those with an account; OpenCart keeps no row for guests. */
export const customer = listed<Customer, CustomerFilter, CustomerOrder>({
  kind: 'Customer',
  from: 'customer as c',
  key: 'customer_id',
  statement: 'customers',
  lean: true,
  fields: {
    email: from(['email'], (row) => unescaped(row.email ?? '')),
    ...cells({ firstName: 'firstname', lastName: 'lastname', phone: 'telephone' }, plainText),
    group: from(['customer_group_id'], (row, { view }) => groupOf(view, row.customer_group_id)),
    enabled: from(['status'], (row) => row.status === 1),
    acceptsMarketing: from(['newsletter'], (row) => (row.newsletter === null ? null : row.newsletter === 1)),
    addresses: asked(addressBook, (entries) => entries.map((entry) => entry.address)),
    defaultBillingAddress: defaultAddress,
    defaultShippingAddress: defaultAddress,
    createdAt: from(['date_added'], (row, { view }) => instantOf(row.date_added, zoneOf(view))),
    updatedAt: none(null),
    metafields: asked(metafields, (held) => held),
  },
  list: customerList({
    ...{ id: 'c.customer_id', email: 'c.email', created: 'c.date_added', zoneOf, forms: formsAsStored },
    places: (eb, word) => [
      containsUnescaped(eb, 'c.firstname', word),
      containsUnescaped(eb, 'c.lastname', word),
      containsUnescaped(eb, 'c.email', word),
    ],
    // A group that is gone is no group.
    updated: { updatedAfter: () => null, updatedBefore: () => null },
    // Orders have no index on the customer: all are read once, not once for each customer.
    ordered: (eb) =>
      eb(
        'c.customer_id',
        'in',
        eb
          .selectFrom('order as o')
          .select('o.customer_id')
          .where('o.customer_id', '>', 0)
          .where('o.order_status_id', '>', 0),
      ),
    groupId: (query, group, view) => (groupOf(view, group) ? id('c.customer_group_id')(query, group, view) : null),
  }),
});
