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
import { addressBookOf } from './magento1-addresses.js';
import { type Magento1View, viewOf } from './magento1-config.js';
import { personalEavOf } from './magento1-eav.js';
import { groupOf } from './magento1-listed.js';
import { type Magento1Tables, magento } from './magento1-tables.js';
import { contains, textOf } from './magento1-texts.js';

type Filtered = SelectQueryBuilder<Magento1Tables & { c: Magento1Tables['customer_entity'] }, 'c', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  EMAIL: { id: 'c.entity_id', column: 'c.email', nullable: true },
  CREATED_AT: { id: 'c.entity_id', column: 'c.created_at', nullable: true },
};

/** Those with an account; Magento keeps no row for guests. */
export const customers: Collection<Customer, CustomerFilter, CustomerOrder> = {
  page(store, request) {
    const view = viewOf(store);
    const keys = sortColumns[orderParts(request.orderBy).by] ?? { id: 'c.entity_id', column: null };
    return pagePlan(filtered(view, request.filter), keys, request, (gathering, listed) =>
      customerReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) =>
      magento.selectFrom('customer_entity as c').select('c.entity_id as id').where('c.entity_id', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => customerReading(view, gathering, from, selection));
  },
};

/** `newsletter_subscriber.subscriber_status` of those who confirmed and have not left. */
const subscribed = 1;

/** Reads the customers that a statement lists, with what is selected of them; null for one that does not exist. */
export function customerReading(
  view: Magento1View,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Customer> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const { customerAttributes } = view.native;
  const row = rowOf(
    gathering.add(
      'customers',
      magento
        .selectFrom('customer_entity as c')
        .select(['c.entity_id', 'c.email', 'c.group_id', 'c.is_active', 'c.created_at', 'c.updated_at'])
        .where('c.entity_id', 'in', ids),
    ),
    'entity_id',
  );
  const withDefaults = wants('defaultBillingAddress', 'defaultShippingAddress', 'phone');
  const codes = [
    ...(wants('firstName') ? ['firstname'] : []),
    ...(wants('lastName') ? ['lastname'] : []),
    ...(withDefaults ? ['default_billing', 'default_shipping'] : []),
  ];
  const values = personalEavOf(
    gathering,
    'customer',
    'customer_entity',
    ids,
    codes.map((code) => customerAttributes[code]),
  );
  const book = wants('addresses') || withDefaults ? addressBookOf(view, gathering, ids) : null;
  const subscribers =
    wants('acceptsMarketing') && view.columns.has('newsletter_subscriber')
      ? rowsOf(
          gathering.add(
            'subscribers',
            magento
              .selectFrom('newsletter_subscriber as n')
              .select(['n.subscriber_id', 'n.customer_id', 'n.subscriber_status'])
              .where('n.customer_id', 'in', ids),
          ),
          'customer_id',
        )
      : null;

  return (results, id) => {
    const held = row(results, id);
    if (!held) return null;
    const value = (code: string) => values.value(results, id, code);
    const preset = (code: string) => book?.(results, id).find((one) => one.id === Number(value(code)))?.address ?? null;
    const customer: AsRead<Customer> = {
      id: globalId(view.storeId, 'Customer', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    if (wants('email')) customer.email = held.email ?? '';
    if (wants('firstName')) customer.firstName = orError(() => textOf(value('firstname')));
    if (wants('lastName')) customer.lastName = orError(() => textOf(value('lastname')));
    // Magento asks for telephone numbers with addresses alone.
    if (wants('phone'))
      customer.phone = orError(() => (preset('default_billing') ?? preset('default_shipping'))?.phone ?? null);
    if (wants('group')) customer.group = orError(() => groupOf(view, held.group_id));
    if (wants('enabled')) customer.enabled = held.is_active === 1;
    if (wants('acceptsMarketing')) {
      customer.acceptsMarketing = orError(() =>
        subscribers ? subscribers(results, id).some((one) => one.subscriber_status === subscribed) : null,
      );
    }
    if (wants('addresses')) customer.addresses = orError(() => (book?.(results, id) ?? []).map((one) => one.address));
    if (wants('defaultBillingAddress')) customer.defaultBillingAddress = orError(() => preset('default_billing'));
    if (wants('defaultShippingAddress')) customer.defaultShippingAddress = orError(() => preset('default_shipping'));
    if (wants('createdAt')) customer.createdAt = instantOf(held.created_at, 'utc');
    if (wants('updatedAt')) customer.updatedAt = instantOf(held.updated_at, 'utc');
    return customer;
  };
}

function filtered(view: Magento1View, filter: CustomerFilter): Filtered | null {
  let query: Filtered = magento.selectFrom('customer_entity as c');
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('c.entity_id', 'in', ids);
  }
  if (filter.emails) {
    const { emails } = filter;
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
  const names = ['firstname', 'lastname'].map((code) => view.native.customerAttributes[code]?.id ?? 0);
  for (const word of (filter.search ?? '').split(/\s+/).filter((part) => part !== '')) {
    query = query.where((eb) =>
      eb.or([
        contains(eb, 'c.email', word),
        eb(
          'c.entity_id',
          'in',
          eb
            .selectFrom('customer_entity_varchar as v')
            .select('v.entity_id')
            .where('v.attribute_id', 'in', names)
            .where((on) => contains(on, 'v.value', word)),
        ),
      ]),
    );
  }
  if (filter.groupId !== null && filter.groupId !== undefined) {
    // Group 0 is Magento's own for those who have not signed in.
    const group = filter.groupId === '0' ? 0 : rowId(filter.groupId);
    if (group === null) return null;
    query = query.where('c.group_id', '=', group);
  }
  if (filter.createdAfter) query = query.where('c.created_at', '>=', textFrom(filter.createdAfter, 'utc'));
  if (filter.createdBefore) query = query.where('c.created_at', '<', textFrom(filter.createdBefore, 'utc'));
  return query;
}
