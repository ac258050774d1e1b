import type { SelectQueryBuilder } from 'kysely';
import { orError, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { Address } from '../../model/address.js';
import type { AsRead } from '../../model/as-read.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { globalId } from '../../model/ids.js';
import type { Selection } from '../../model/selection.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { formsAsStored, plainText, unescaped } from '../html-text.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { instantOf, textFrom } from '../store-time.js';
import { addressOf, zonesOf } from './opencart-addresses.js';
import { type OpenCartView, viewOf } from './opencart-config.js';
import { groupOf } from './opencart-listed.js';
import { contains } from './opencart-search.js';
import { type OpenCartTables, opencart, rowId, rowIds, zeroDates } from './opencart-tables.js';

type Filtered = SelectQueryBuilder<OpenCartTables & { c: OpenCartTables['customer'] }, 'c', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  EMAIL: { id: 'c.customer_id', column: 'c.email', nullable: true },
  CREATED_AT: { id: 'c.customer_id', column: 'c.date_added', nullable: true },
};

/** Those with an account; OpenCart keeps no row for guests. */
export const customers: Collection<Customer, CustomerFilter, CustomerOrder> = {
  page(store, request) {
    const view = viewOf(store);
    const keys = sortColumns[orderParts(request.orderBy).by] ?? { id: 'c.customer_id', column: null };
    return pagePlan(filtered(view, request.filter), keys, request, (gathering, listed) =>
      customerReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) =>
      opencart.selectFrom('customer as c').select('c.customer_id as id').where('c.customer_id', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => customerReading(view, gathering, from, selection));
  },
};

/** Reads the customers that a statement lists, with what is selected of them; null for a guest and for a deleted account. */
export function customerReading(
  view: OpenCartView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Customer> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const withDefault = wants('defaultBillingAddress', 'defaultShippingAddress');
  const row = customerRow(view, gathering, listed, selection);
  const addresses = wants('addresses') || withDefault ? addressBook(view, gathering, ids) : null;
  return (results, id) => {
    const held = row(results, id);
    if (!held) return null;
    const customer: AsRead<Customer> = {
      id: globalId(view.storeId, 'Customer', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    if (wants('email')) customer.email = unescaped(held.email ?? '');
    if (wants('firstName')) customer.firstName = plainText(held.firstname);
    if (wants('lastName')) customer.lastName = plainText(held.lastname);
    if (wants('phone')) customer.phone = plainText(held.telephone);
    if (wants('group')) customer.group = orError(() => groupOf(view, held.customer_group_id ?? 0));
    if (wants('enabled')) customer.enabled = held.status === 1;
    if (wants('acceptsMarketing')) customer.acceptsMarketing = held.newsletter === 1;
    if (addresses) {
      const preset = orError(
        () => addresses(results, id).find((one) => one.preset || one.id === held.address_id)?.address ?? null,
      );
      if (wants('addresses')) customer.addresses = orError(() => addresses(results, id).map((one) => one.address));
      if (wants('defaultBillingAddress')) customer.defaultBillingAddress = preset;
      if (wants('defaultShippingAddress')) customer.defaultShippingAddress = preset;
    }
    if (wants('createdAt')) customer.createdAt = instantOf(held.date_added, view.config.timeZone);
    if (wants('updatedAt')) customer.updatedAt = null;
    return customer;
  };
}

/** The columns of `customer` that each field is made of. */
const columnsOf: Readonly<Record<string, readonly Exclude<keyof CustomerRow, 'customer_id'>[]>> = {
  email: ['email'],
  firstName: ['firstname'],
  lastName: ['lastname'],
  phone: ['telephone'],
  group: ['customer_group_id'],
  enabled: ['status'],
  acceptsMarketing: ['newsletter'],
  defaultBillingAddress: ['address_id'],
  defaultShippingAddress: ['address_id'],
  createdAt: ['date_added'],
};

type CustomerRow = OpenCartTables['customer'];

/** Reads the row of a customer; null for a deleted account. */
function customerRow(
  view: OpenCartView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<Partial<CustomerRow> | null> {
  const columns = new Set(selection.fields.flatMap((field) => columnsOf[field] ?? []));
  const there = [...columns].filter((column) => view.columns.has('customer', column));
  if (there.length === 0) return rowOf(listed, 'id') as Reading<Partial<CustomerRow> | null>;
  const query = opencart
    .selectFrom('customer as c')
    .select('c.customer_id')
    .select(there.map((column) => `c.${column}` as const))
    .where('c.customer_id', 'in', valuesFrom(listed, 'id'));
  return rowOf(gathering.add('customers', query), 'customer_id');
}

interface Entry {
  readonly id: number;
  /** 4.x marks the default address; 3.x names it in the customer's row. */
  readonly preset: boolean;
  readonly address: Address;
}

function addressBook(view: OpenCartView, gathering: Gathering, ids: number[]): Reading<Entry[]> {
  const entries = gathering.add(
    'addresses',
    opencart
      .selectFrom('address as a')
      .select(['a.address_id', 'a.customer_id', 'a.firstname', 'a.lastname', 'a.company', 'a.address_1', 'a.address_2'])
      .select(['a.city', 'a.postcode', 'a.country_id', 'a.zone_id'])
      .$if(view.columns.has('address', 'default'), (query) => query.select('a.default'))
      .where('a.customer_id', 'in', ids)
      .orderBy('a.address_id'),
  );
  const rows = rowsOf(entries, 'customer_id');
  const zones = zonesOf(view, gathering, valuesFrom(entries, 'zone_id'), 'address-zones');
  return (results, id) =>
    rows(results, id).flatMap((row) => {
      const zone = zones(results, row.zone_id);
      const address = addressOf(view, { ...row, region: zone?.name, regionCode: zone?.code });
      return address ? [{ id: row.address_id, preset: row.default === 1, address }] : [];
    });
}

function filtered(view: OpenCartView, filter: CustomerFilter): Filtered | null {
  let query: Filtered = opencart.selectFrom('customer as c');
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('c.customer_id', 'in', ids);
  }
  if (filter.emails) {
    const emails = filter.emails.flatMap(formsAsStored);
    if (emails.length === 0) return null;
    query = view.native.textIgnoresCase
      ? query.where('c.email', 'in', emails)
      : query.where((eb) =>
          eb(
            eb.fn<string>('lower', ['c.email']),
            'in',
            emails.map((email) => eb.fn<string>('lower', [eb.val(email)])),
          ),
        );
  }
  // Each word must be in the first name, the last name or the e-mail address, so that a full name finds its bearer.
  for (const word of (filter.search ?? '').split(/\s+/).filter((part) => part !== '')) {
    query = query.where((eb) =>
      eb.or([contains(eb, 'c.firstname', word), contains(eb, 'c.lastname', word), contains(eb, 'c.email', word)]),
    );
  }
  if (filter.groupId !== null && filter.groupId !== undefined) {
    const group = rowId(filter.groupId);
    if (group === null) return null;
    query = query.where('c.customer_group_id', '=', group);
  }
  const zone = view.config.timeZone;
  if (filter.createdAfter) query = query.where('c.date_added', '>=', textFrom(filter.createdAfter, zone));
  if (filter.createdBefore) {
    query = query
      .where('c.date_added', '<', textFrom(filter.createdBefore, zone))
      .where('c.date_added', '>', zeroDates);
  }
  return query;
}
