import type { SelectQueryBuilder } from 'kysely';
import { orError, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { globalId } from '../../model/ids.js';
import type { Selection } from '../../model/selection.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowId, rowIds } from '../row-ids.js';
import { instantOf, textFrom } from '../store-time.js';
import { addressOf, addressRows } from './prestashop-addresses.js';
import { type PrestaShopView, viewOf } from './prestashop-config.js';
import { groupOf } from './prestashop-listed.js';
import { contains, isOneOf } from './prestashop-search.js';
import { heldText, type PrestaShopTables, prestashop, zeroDates } from './prestashop-tables.js';

type Filtered = SelectQueryBuilder<PrestaShopTables & { c: PrestaShopTables['customer'] }, 'c', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  EMAIL: { id: 'c.id_customer', column: 'c.email', nullable: true },
  CREATED_AT: { id: 'c.id_customer', column: 'c.date_add', nullable: true },
};

/** Those with an account: PrestaShop keeps rows for guests and for deleted accounts too. */
export const realCustomers = (): Filtered =>
  prestashop.selectFrom('customer as c').where('c.is_guest', '=', 0).where('c.deleted', '=', 0);

export const customers: Collection<Customer, CustomerFilter, CustomerOrder> = {
  page(store, request) {
    const view = viewOf(store);
    const keys = sortColumns[orderParts(request.orderBy).by] ?? { id: 'c.id_customer', column: null };
    return pagePlan(filtered(view, request.filter), keys, request, (gathering, listed) =>
      customerReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) => realCustomers().select('c.id_customer as id').where('c.id_customer', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => customerReading(view, gathering, from, selection));
  },
};

/** Reads the customers that a statement lists, with what is selected of them; null for one that does not exist. */
export function customerReading(
  view: PrestaShopView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Customer> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const rows = rowOf(
    gathering.add(
      'customers',
      prestashop
        .selectFrom('customer as c')
        .select('c.id_customer')
        .$if(wants('email'), (query) => query.select('c.email'))
        .$if(wants('firstName'), (query) => query.select('c.firstname'))
        .$if(wants('lastName'), (query) => query.select('c.lastname'))
        .$if(wants('group'), (query) => query.select('c.id_default_group'))
        .$if(wants('enabled'), (query) => query.select('c.active'))
        .$if(wants('acceptsMarketing'), (query) => query.select('c.newsletter'))
        .$if(wants('createdAt'), (query) => query.select('c.date_add'))
        .$if(wants('updatedAt'), (query) => query.select('c.date_upd'))
        .where('c.id_customer', 'in', ids),
    ),
    'id_customer',
  );
  const addresses = wants('addresses', 'defaultBillingAddress', 'defaultShippingAddress')
    ? rowsOf(
        gathering.add('customer-addresses', addressRows().where('a.id_customer', 'in', ids).where('a.deleted', '=', 0)),
        'id_customer',
      )
    : null;
  return (results, id) => {
    const row = rows(results, id);
    if (!row) return null;
    const customer: AsRead<Customer> = {
      id: globalId(view.storeId, 'Customer', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    if (wants('email')) customer.email = row.email ?? '';
    if (wants('firstName')) customer.firstName = heldText(row.firstname);
    if (wants('lastName')) customer.lastName = heldText(row.lastname);
    // PrestaShop keeps telephone numbers with addresses alone.
    if (wants('phone')) customer.phone = null;
    if (wants('group')) customer.group = orError(() => groupOf(view, row.id_default_group ?? 0));
    if (wants('enabled')) customer.enabled = row.active === 1;
    if (wants('acceptsMarketing')) customer.acceptsMarketing = row.newsletter === 1;
    if (addresses) {
      const all = () => addresses(results, id).flatMap((one) => addressOf(view, one) ?? []);
      // The checkout presets the first one (Address::getFirstCustomerAddressId).
      const preset = orError(() => all()[0] ?? null);
      if (wants('addresses')) customer.addresses = orError(all);
      if (wants('defaultBillingAddress')) customer.defaultBillingAddress = preset;
      if (wants('defaultShippingAddress')) customer.defaultShippingAddress = preset;
    }
    if (wants('createdAt')) customer.createdAt = instantOf(row.date_add, view.config.timeZone);
    if (wants('updatedAt')) customer.updatedAt = instantOf(row.date_upd, view.config.timeZone);
    return customer;
  };
}

function filtered(view: PrestaShopView, filter: CustomerFilter): Filtered | null {
  let query = realCustomers();
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('c.id_customer', 'in', ids);
  }
  const { emails } = filter;
  if (emails) {
    if (emails.length === 0) return null;
    query = query.where((eb) => isOneOf(eb, 'c.email', emails, view.native.textIgnoresCase));
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
    query = query.where('c.id_default_group', '=', group);
  }
  const zone = view.config.timeZone;
  if (filter.createdAfter) query = query.where('c.date_add', '>=', textFrom(filter.createdAfter, zone));
  if (filter.createdBefore) {
    query = query.where('c.date_add', '<', textFrom(filter.createdBefore, zone)).where('c.date_add', '>', zeroDates);
  }
  return query;
}
