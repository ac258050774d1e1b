import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { contains, firstTime, timeIn } from '../conditions.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { groupOf } from '../listed.js';
import { instantOf } from '../store-time.js';
import { addressRows, shownAddress } from './prestashop-addresses.js';
import type { PrestaShopTables } from './prestashop-relations.js';
import { changedAt } from './prestashop-times.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

const { asked, between, cells, customerList, from, id, listed, none, rowsBeside, shaped } = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'customer',
  'c'
>();

const addressBook = rowsBeside('customer-addresses', 'a.id_customer', () => addressRows().where('a.deleted', '=', 0));
const addresses = shaped(addressBook, (rows, view) => rows.flatMap((row) => shownAddress(view, row) ?? []));

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
    ...cells({ firstName: 'firstname', lastName: 'lastname' }, heldText),
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
    metafields: none([]),
  },
  list: {
    every: (query) => query.where('c.is_guest', '=', 0).where('c.deleted', '=', 0),
    ...customerList({
      ...{ id: 'c.id_customer', email: 'c.email', created: 'c.date_add', zoneOf },
      places: (eb, word) =>
        (['c.firstname', 'c.lastname', 'c.email'] as const).map((column) => contains(eb, column, word)),
      // A group that is gone is nobody's.
      updated: between('updated', firstTime(timeIn('c.date_upd'), timeIn('c.date_add')), zoneOf),
      ordered: (eb) =>
        eb.exists(eb.selectFrom('orders as o').select('o.id_order').whereRef('o.id_customer', '=', 'c.id_customer')),
      groupId: (query, group, view) => (groupOf(view, group) ? id('c.id_default_group')(query, group, view) : null),
    }),
  },
});
