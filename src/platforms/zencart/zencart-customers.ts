import type { Address } from '../../model/address.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { addressOf } from '../address-parts.js';
import { contains, isOneOf, wordsOf } from '../conditions.js';
import { factsOf } from '../facts.js';
import { rowOf, rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { groupOf } from '../listed.js';
import { collectionOf } from '../listing.js';
import { instantOf } from '../store-time.js';
import type { ZenCartView } from './zencart-config.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

const { between, ask, from, asked, made, ids, id, where, listed } = factsOf<
  ZenCartView,
  ZenCartTables,
  'customers',
  'c',
  { i: ZenCartTables['customers_info'] }
>();

const zoneOf = ({ config }: ZenCartView) => config.timeZone;

const info = ask([], ({ gathering, ids: some }) =>
  rowOf(
    gathering.add(
      'customer-info',
      zencart
        .selectFrom('customers_info as i')
        .select(['i.customers_info_id', 'i.customers_info_date_account_created'])
        .select('i.customers_info_date_account_last_modified')
        .where('i.customers_info_id', 'in', some),
    ),
    'customers_info_id',
  ),
);

interface Entry {
  readonly id: number;
  readonly address: Address;
}

const addressBook = ask([], ({ view, gathering, ids: some }) => {
  const rows = rowsOf(
    gathering.add(
      'addresses',
      zencart
        .selectFrom('address_book as a')
        .leftJoin('zones as z', 'z.zone_id', 'a.entry_zone_id')
        .select(['a.address_book_id', 'a.customers_id', 'a.entry_firstname', 'a.entry_lastname', 'a.entry_company'])
        .select(['a.entry_street_address', 'a.entry_suburb', 'a.entry_city', 'a.entry_postcode', 'a.entry_country_id'])
        .select(['a.entry_state', 'z.zone_name', 'z.zone_code'])
        .where('a.customers_id', 'in', some)
        .orderBy('a.address_book_id'),
    ),
    'customers_id',
  );
  return (results, customerId) =>
    rows(results, customerId).flatMap((row): Entry[] => {
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
        country: view.native.countriesById[row.entry_country_id]?.code,
      };
      const address = addressOf(parts, heldText);
      return address ? [{ id: row.address_book_id, address }] : [];
    });
});

const defaultAddress = made(['customers_default_address_id'], [addressBook], (row, [entries]) => {
  const preset = entries().find((entry) => entry.id === row.customers_default_address_id);
  return preset?.address ?? null;
});

/** Those with an account; Zen Cart knows no others. */
export const customer = listed<Customer, CustomerFilter, CustomerOrder>({
  kind: 'Customer',
  from: 'customers as c',
  key: 'customers_id',
  statement: 'customers',
  fields: {
    email: from(['customers_email_address'], (row) => row.customers_email_address ?? ''),
    firstName: from(['customers_firstname'], (row) => heldText(row.customers_firstname)),
    lastName: from(['customers_lastname'], (row) => heldText(row.customers_lastname)),
    phone: from(['customers_telephone'], (row) => heldText(row.customers_telephone)),
    group: from(['customers_group_pricing'], (row, { view }) => groupOf(view, row.customers_group_pricing)),
    // 4 is banned; 1 to 3 wait for approval or see no prices, but can sign in.
    enabled: from(['customers_authorization'], (row) => row.customers_authorization !== 4),
    acceptsMarketing: from(['customers_newsletter'], (row) =>
      row.customers_newsletter === null ? null : String(row.customers_newsletter) === '1',
    ),
    addresses: asked(addressBook, (entries) => entries.map((entry) => entry.address)),
    defaultBillingAddress: defaultAddress,
    defaultShippingAddress: defaultAddress,
    createdAt: asked(info, (row, { view }) => instantOf(row?.customers_info_date_account_created, zoneOf(view))),
    // An account that was never changed is as it was when it was made.
    updatedAt: asked(
      info,
      (row, { view }) =>
        instantOf(row?.customers_info_date_account_last_modified, zoneOf(view)) ??
        instantOf(row?.customers_info_date_account_created, zoneOf(view)),
    ),
  },
  list: {
    every: (query, { native: { guestCustomerId } }) =>
      guestCustomerId === null ? query : query.where('c.customers_id', '<>', guestCustomerId),
    joins: [
      {
        filters: ['createdAfter', 'createdBefore'],
        orders: ['CREATED_AT'],
        join: (query) => query.leftJoin('customers_info as i', 'i.customers_info_id', 'c.customers_id') as typeof query,
      },
    ],
    orders: {
      ID: { column: null },
      EMAIL: { column: 'c.customers_email_address', nullable: true },
      CREATED_AT: { column: 'i.customers_info_date_account_created', nullable: true },
    },
    filter: {
      ids: ids('c.customers_id'),
      emails: (query, emails, view) =>
        emails.length === 0
          ? null
          : query.where((eb) => isOneOf(eb, 'c.customers_email_address', emails, view.native.textIgnoresCase)),
      // Each word must be in the first name, the last name or the e-mail address, so that a full name finds its bearer.
      search: where((eb, text) =>
        eb.and(
          wordsOf(text).map((word) =>
            eb.or([
              contains(eb, 'c.customers_firstname', word),
              contains(eb, 'c.customers_lastname', word),
              contains(eb, 'c.customers_email_address', word),
            ]),
          ),
        ),
      ),
      groupId: id('c.customers_group_pricing'),
      ...between('created', 'i.customers_info_date_account_created', zoneOf),
    },
  },
});

export const customers = collectionOf(customer);
