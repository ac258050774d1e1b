import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { addressOf, presetIn } from '../addresses.js';
import { contains, firstTime, timeIn } from '../conditions.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { groupOf } from '../listed.js';
import { firstInstant, instantOf } from '../store-time.js';
import { type ZenCartView, zoneOf } from './zencart-config.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

const { asked, between, cells, customerList, from, id, listed, made, rowBeside, rowsBeside, shaped, none } = factsOf<
  ZenCartView,
  ZenCartTables,
  'customers',
  'c',
  { i: ZenCartTables['customers_info'] }
>();

const info = rowBeside('customer-info', 'i.customers_info_id', () =>
  zencart
    .selectFrom('customers_info as i')
    .select([
      'i.customers_info_date_account_created as created',
      'i.customers_info_date_account_last_modified as changed',
    ]),
);

const entries = rowsBeside('addresses', 'a.customers_id', () =>
  zencart
    .selectFrom('address_book as a')
    .leftJoin('zones as z', 'z.zone_id', 'a.entry_zone_id')
    .select(['a.address_book_id', 'a.entry_firstname', 'a.entry_lastname', 'a.entry_company'])
    .select(['a.entry_street_address', 'a.entry_suburb', 'a.entry_city', 'a.entry_postcode', 'a.entry_country_id'])
    .select(['a.entry_state', 'z.zone_name', 'z.zone_code'])
    .orderBy('a.address_book_id'),
);

const addressBook = shaped(entries, (rows, { native }) =>
  rows.flatMap((row) => {
    const parts = {
      firstName: row.entry_firstname,
      lastName: row.entry_lastname,
      company: row.entry_company,
      address1: row.entry_street_address,
      address2: row.entry_suburb,
      city: row.entry_city,
      postcode: row.entry_postcode,
      // A region that the store lists is held by its number alone, any other as it was typed.
      region: row.zone_name || row.entry_state,
      regionCode: row.zone_code,
      country: native.countriesById[row.entry_country_id]?.code,
    };
    const address = addressOf(parts, heldText);
    return address ? [{ id: row.address_book_id, address }] : [];
  }),
);

const defaultAddress = made(['customers_default_address_id'], [addressBook], (row, [book]) =>
  presetIn(book(), ({ id: entry }) => entry === row.customers_default_address_id),
);

/** Those with an account; Zen Cart knows no others. */
export const customer = listed<Customer, CustomerFilter, CustomerOrder>({
  kind: 'Customer',
  from: 'customers as c',
  key: 'customers_id',
  statement: 'customers',
  fields: {
    email: from(['customers_email_address'], (row) => row.customers_email_address ?? ''),
    ...cells(
      { firstName: 'customers_firstname', lastName: 'customers_lastname', phone: 'customers_telephone' },
      heldText,
    ),
    group: from(['customers_group_pricing'], (row, { view }) => groupOf(view, row.customers_group_pricing)),
    // 4 is banned; 1 to 3 wait for approval or see no prices, but can sign in.
    enabled: from(['customers_authorization'], (row) => row.customers_authorization !== 4),
    acceptsMarketing: from(['customers_newsletter'], (row) =>
      row.customers_newsletter === null ? null : String(row.customers_newsletter) === '1',
    ),
    addresses: asked(addressBook, (book) => book.map((entry) => entry.address)),
    defaultBillingAddress: defaultAddress,
    defaultShippingAddress: defaultAddress,
    createdAt: asked(info, (row, { view }) => instantOf(row?.created, zoneOf(view))),
    // An account that was never changed is as it was when it was made.
    updatedAt: asked(info, (row, { view }) => firstInstant(zoneOf(view), row?.changed, row?.created)),
    metafields: none([]),
  },
  list: {
    every: (query, { native: { guestCustomerId } }) =>
      guestCustomerId === null ? query : query.where('c.customers_id', '<>', guestCustomerId),
    joins: [
      {
        filters: ['createdAfter', 'createdBefore', 'updatedAfter', 'updatedBefore'],
        orders: ['CREATED_AT'],
        join: (query) => query.leftJoin('customers_info as i', 'i.customers_info_id', 'c.customers_id') as typeof query,
      },
    ],
    ...customerList({
      ...{ id: 'c.customers_id', email: 'c.customers_email_address', created: 'i.customers_info_date_account_created' },
      zoneOf,
      places: (eb, word) => [
        contains(eb, 'c.customers_firstname', word),
        contains(eb, 'c.customers_lastname', word),
        contains(eb, 'c.customers_email_address', word),
      ],
      groupId: id('c.customers_group_pricing'),
      updated: between(
        'updated',
        firstTime(
          timeIn('i.customers_info_date_account_last_modified'),
          timeIn('i.customers_info_date_account_created'),
        ),
        zoneOf,
      ),
      ordered: (eb) =>
        eb.exists(eb.selectFrom('orders as o').select('o.orders_id').whereRef('o.customers_id', '=', 'c.customers_id')),
    }),
  },
});
