import type { SelectQueryBuilder } from 'kysely';
import { orError, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { Address } from '../../model/address.js';
import type { AsRead } from '../../model/as-read.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { globalId } from '../../model/ids.js';
import type { Selection } from '../../model/selection.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowId, rowIds } from '../row-ids.js';
import { textFrom } from '../store-time.js';
import { addressOf } from './zencart-addresses.js';
import { viewOf, type ZenCartView } from './zencart-config.js';
import { momentOf, zeroDates } from './zencart-dates.js';
import { groupOf } from './zencart-listed.js';
import { type ZenCartTables, zencart } from './zencart-tables.js';
import { contains, isOneOf, typedText } from './zencart-texts.js';

type Tables = ZenCartTables & { c: ZenCartTables['customers']; i: ZenCartTables['customers_info'] };
type Filtered = SelectQueryBuilder<Tables, 'c' | 'i', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  EMAIL: { id: 'c.customers_id', column: 'c.customers_email_address', nullable: true },
  CREATED_AT: { id: 'c.customers_id', column: 'i.customers_info_date_account_created', nullable: true },
};

/** Those with an account; Zen Cart knows no others. */
export const customers: Collection<Customer, CustomerFilter, CustomerOrder> = {
  page(store, request) {
    const view = viewOf(store);
    const { by } = orderParts(request.orderBy);
    const keys = sortColumns[by] ?? { id: 'c.customers_id', column: null };
    return pagePlan(filtered(view, request.filter, by), keys, request, (gathering, listed) =>
      customerReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) =>
      zencart.selectFrom('customers as c').select('c.customers_id as id').where('c.customers_id', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => customerReading(view, gathering, from, selection));
  },
};

/** Reads the customers that a statement lists, with what is selected of them; null for a deleted account. */
export function customerReading(
  view: ZenCartView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Customer> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const withDefault = wants('defaultBillingAddress', 'defaultShippingAddress');
  const rows = rowOf(
    gathering.add(
      'customers',
      zencart
        .selectFrom('customers as c')
        .select('c.customers_id')
        .$if(wants('email'), (query) => query.select('c.customers_email_address'))
        .$if(wants('firstName'), (query) => query.select('c.customers_firstname'))
        .$if(wants('lastName'), (query) => query.select('c.customers_lastname'))
        .$if(wants('phone'), (query) => query.select('c.customers_telephone'))
        .$if(wants('group'), (query) => query.select('c.customers_group_pricing'))
        .$if(wants('enabled'), (query) => query.select('c.customers_authorization'))
        .$if(wants('acceptsMarketing'), (query) => query.select('c.customers_newsletter'))
        .$if(withDefault, (query) => query.select('c.customers_default_address_id'))
        .where('c.customers_id', 'in', ids),
    ),
    'customers_id',
  );
  const info = wants('createdAt', 'updatedAt') ? infoOf(gathering, ids) : null;
  const addresses = wants('addresses') || withDefault ? addressBook(view, gathering, ids) : null;
  const zone = view.config.timeZone;
  return (results, id) => {
    const row = rows(results, id);
    if (!row) return null;
    const customer: AsRead<Customer> = {
      id: globalId(view.storeId, 'Customer', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    if (wants('email')) customer.email = row.customers_email_address ?? '';
    if (wants('firstName')) customer.firstName = typedText(row.customers_firstname);
    if (wants('lastName')) customer.lastName = typedText(row.customers_lastname);
    if (wants('phone')) customer.phone = typedText(row.customers_telephone);
    if (wants('group')) customer.group = orError(() => groupOf(view, row.customers_group_pricing ?? 0));
    // 4 is banned; 1 to 3 wait for approval or see no prices, but can sign in.
    if (wants('enabled')) customer.enabled = row.customers_authorization !== 4;
    if (wants('acceptsMarketing')) customer.acceptsMarketing = String(row.customers_newsletter ?? '') === '1';
    if (addresses) {
      if (wants('addresses')) customer.addresses = orError(() => addresses(results, id).map((one) => one.address));
      const preset = orError(
        () => addresses(results, id).find((one) => one.id === row.customers_default_address_id)?.address ?? null,
      );
      if (wants('defaultBillingAddress')) customer.defaultBillingAddress = preset;
      if (wants('defaultShippingAddress')) customer.defaultShippingAddress = preset;
    }
    if (info) {
      if (wants('createdAt'))
        customer.createdAt = orError(() => momentOf(info(results, id)?.customers_info_date_account_created, zone));
      if (wants('updatedAt'))
        customer.updatedAt = orError(() =>
          momentOf(info(results, id)?.customers_info_date_account_last_modified, zone),
        );
    }
    return customer;
  };
}

function infoOf(gathering: Gathering, ids: number[]) {
  return rowOf(
    gathering.add(
      'customer-info',
      zencart
        .selectFrom('customers_info as i')
        .select(['i.customers_info_id', 'i.customers_info_date_account_created'])
        .select('i.customers_info_date_account_last_modified')
        .where('i.customers_info_id', 'in', ids),
    ),
    'customers_info_id',
  );
}

interface Entry {
  readonly id: number;
  readonly address: Address;
}

function addressBook(view: ZenCartView, gathering: Gathering, ids: number[]): Reading<Entry[]> {
  const rows = rowsOf(
    gathering.add(
      'addresses',
      zencart
        .selectFrom('address_book as a')
        .leftJoin('zones as z', 'z.zone_id', 'a.entry_zone_id')
        .select(['a.address_book_id', 'a.customers_id', 'a.entry_firstname', 'a.entry_lastname', 'a.entry_company'])
        .select(['a.entry_street_address', 'a.entry_suburb', 'a.entry_city', 'a.entry_postcode', 'a.entry_country_id'])
        .select(['a.entry_state', 'z.zone_name', 'z.zone_code'])
        .where('a.customers_id', 'in', ids)
        .orderBy('a.address_book_id'),
    ),
    'customers_id',
  );
  return (results, id) =>
    rows(results, id).flatMap((row) => {
      const address = addressOf({
        firstName: row.entry_firstname,
        lastName: row.entry_lastname,
        company: row.entry_company,
        streetAddress: row.entry_street_address,
        suburb: row.entry_suburb,
        city: row.entry_city,
        postcode: row.entry_postcode,
        // A region that the store lists is held by its number alone, any other as it was typed.
        region: row.zone_name || row.entry_state,
        regionCode: row.zone_code,
        country: view.native.countriesById[row.entry_country_id]?.code,
      });
      return address ? [{ id: row.address_book_id, address }] : [];
    });
}

function filtered(view: ZenCartView, filter: CustomerFilter, by: string): Filtered | null {
  const { createdAfter, createdBefore } = filter;
  let query = zencart.selectFrom('customers as c') as unknown as Filtered;
  if (by === 'CREATED_AT' || createdAfter || createdBefore) {
    query = query.leftJoin('customers_info as i', 'i.customers_info_id', 'c.customers_id') as unknown as Filtered;
  }
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('c.customers_id', 'in', ids);
  }
  if (filter.emails) {
    const { emails } = filter;
    if (emails.length === 0) return null;
    query = query.where((eb) => isOneOf(eb, 'c.customers_email_address', emails, view.native.textIgnoresCase));
  }
  // Each word must be in the first name, the last name or the e-mail address, so that a full name finds its bearer.
  for (const word of (filter.search ?? '').split(/\s+/).filter((part) => part !== '')) {
    query = query.where((eb) =>
      eb.or([
        contains(eb, 'c.customers_firstname', word),
        contains(eb, 'c.customers_lastname', word),
        contains(eb, 'c.customers_email_address', word),
      ]),
    );
  }
  if (filter.groupId !== null && filter.groupId !== undefined) {
    const group = rowId(filter.groupId);
    if (group === null) return null;
    query = query.where('c.customers_group_pricing', '=', group);
  }
  const column = 'i.customers_info_date_account_created';
  const zone = view.config.timeZone;
  if (createdAfter) query = query.where(column, '>=', textFrom(createdAfter, zone));
  if (createdBefore) query = query.where(column, '<', textFrom(createdBefore, zone)).where(column, '>', zeroDates);
  return query;
}
