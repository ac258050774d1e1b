import type { SelectQueryBuilder } from 'kysely';
import { orError, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { globalId } from '../../model/ids.js';
import type { Selection } from '../../model/selection.js';
import { type Gathering, type Reading, rowOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { byIdsPlan, pagePlan } from '../plans.js';
import type { Collection } from '../platform.js';
import { orderParts, type PageKeys } from '../relay-page.js';
import { rowIds } from '../row-ids.js';
import { instantOf, textFrom } from '../store-time.js';
import { addressInMeta, addressKeys } from './woocommerce-addresses.js';
import { viewOf, type WooCommerceView } from './woocommerce-config.js';
import { metaOf } from './woocommerce-meta.js';
import { unixTime } from './woocommerce-prices.js';
import { contains } from './woocommerce-search.js';
import { type WooCommerceTables, woo, zeroDates } from './woocommerce-tables.js';

type Filtered = SelectQueryBuilder<WooCommerceTables & { u: WooCommerceTables['customer_hpos'] }, 'u', object>;

const sortColumns: Readonly<Record<string, PageKeys>> = {
  EMAIL: { id: 'u.ID', column: 'u.user_email' },
  CREATED_AT: { id: 'u.ID', column: 'u.user_registered' },
};

/** Users with WooCommerce's role or with an order; which those are is the bridge's to say, so that no other user gets out. */
export const customers: Collection<Customer, CustomerFilter, CustomerOrder> = {
  page(store, request) {
    const view = viewOf(store);
    const keys = sortColumns[orderParts(request.orderBy).by] ?? { id: 'u.ID', column: null };
    return pagePlan(filtered(view, request.filter), keys, request, (gathering, listed) =>
      customerReading(view, gathering, listed, request.selection),
    );
  },
  byIds(store, nativeIds, selection) {
    const view = viewOf(store);
    const listed = (ids: number[]) => customerQuery(view).select('u.ID as id').where('u.ID', 'in', ids);
    return byIdsPlan(nativeIds, listed, (gathering, from) => customerReading(view, gathering, from, selection));
  },
};

/** Every customer, by where this store keeps its orders. */
export function customerQuery(view: WooCommerceView): Filtered {
  const query = view.native.ordersInTables
    ? woo.selectFrom('customer_hpos as u')
    : woo.selectFrom('customer_posts as u');
  return query as unknown as Filtered;
}

/** Reads the customers that a statement lists, with what is selected of them; null for who is none. */
export function customerReading(
  view: WooCommerceView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Customer> | null> {
  const wants = (...fields: readonly string[]) => selection.has(...fields);
  const ids = valuesFrom(listed, 'id');
  const row = rowOf(
    gathering.add(
      'customers',
      customerQuery(view)
        .select('u.ID')
        .$if(wants('email'), (query) => query.select('u.user_email'))
        .$if(wants('createdAt'), (query) => query.select('u.user_registered'))
        .where('u.ID', 'in', ids),
    ),
    'ID',
  );
  const withAddresses = wants('addresses');
  const keys = [
    ...(wants('firstName') ? ['first_name'] : []),
    ...(wants('lastName') ? ['last_name'] : []),
    ...(wants('phone') ? ['billing_phone', 'shipping_phone'] : []),
    ...(wants('updatedAt') ? ['last_update'] : []),
    ...(withAddresses || wants('defaultBillingAddress') ? addressKeys('billing_') : []),
    ...(withAddresses || wants('defaultShippingAddress') ? addressKeys('shipping_') : []),
  ];
  const meta =
    keys.length > 0
      ? metaOf(
          gathering.add(
            'customer-meta',
            woo
              .selectFrom('customer_meta as m')
              .select(['m.user_id', 'm.meta_key', 'm.meta_value'])
              .where('m.user_id', 'in', ids)
              .where('m.meta_key', 'in', [...new Set(keys)])
              .orderBy('m.umeta_id'),
          ),
          'user_id',
        )
      : null;
  return (results, id) => {
    const held = row(results, id);
    if (!held) return null;
    const customer: AsRead<Customer> = {
      id: globalId(view.storeId, 'Customer', id),
      storeId: view.storeId,
      nativeId: String(id),
    };
    const text = (key: string) => plainText(meta?.(results, id).get(key));
    const address = (kind: 'billing_' | 'shipping_') => (meta ? addressInMeta(meta(results, id), kind) : null);
    const fill = <Field extends keyof Customer>(field: Field, read: () => AsRead<Customer>[Field]) => {
      if (wants(field)) Object.assign(customer, { [field]: orError(read) });
    };
    fill('email', () => held.user_email ?? '');
    fill('firstName', () => text('first_name'));
    fill('lastName', () => text('last_name'));
    fill('phone', () => text('billing_phone') ?? text('shipping_phone'));
    fill('group', () => null);
    fill('enabled', () => true);
    fill('acceptsMarketing', () => null);
    fill('addresses', () => [address('billing_'), address('shipping_')].filter((one) => one !== null));
    fill('defaultBillingAddress', () => address('billing_'));
    fill('defaultShippingAddress', () => address('shipping_'));
    // WordPress writes this one time in UTC.
    fill('createdAt', () => instantOf(held.user_registered, 'UTC'));
    fill('updatedAt', () => unixTime(text('last_update') ?? ''));
    return customer;
  };
}

function filtered(view: WooCommerceView, filter: CustomerFilter): Filtered | null {
  let query = customerQuery(view);
  // WooCommerce has no groups of customers.
  if (filter.groupId !== null && filter.groupId !== undefined) return null;
  if (filter.ids) {
    const ids = rowIds(filter.ids);
    if (ids.length === 0) return null;
    query = query.where('u.ID', 'in', ids);
  }
  const { emails } = filter;
  if (emails) {
    if (emails.length === 0) return null;
    query = view.native.textIgnoresCase
      ? query.where('u.user_email', 'in', [...emails])
      : query.where((eb) =>
          eb(
            eb.fn<string>('lower', ['u.user_email']),
            'in',
            emails.map((email) => eb.fn<string>('lower', [eb.val(email)])),
          ),
        );
  }
  // Each word must be in the first name, the last name or the e-mail address, so that a full name finds its bearer.
  for (const word of (filter.search ?? '').split(/\s+/).filter((part) => part !== '')) {
    query = query.where((eb) =>
      eb.or([
        contains(eb, 'u.user_email', word),
        eb.exists(
          eb
            .selectFrom('customer_meta as m')
            .select('m.umeta_id')
            .whereRef('m.user_id', '=', 'u.ID')
            .where('m.meta_key', 'in', ['first_name', 'last_name'])
            .where((on) => contains(on, 'm.meta_value', word)),
        ),
      ]),
    );
  }
  if (filter.createdAfter) query = query.where('u.user_registered', '>=', textFrom(filter.createdAfter, 'UTC'));
  if (filter.createdBefore) {
    query = query
      .where('u.user_registered', '<', textFrom(filter.createdBefore, 'UTC'))
      .where('u.user_registered', '>', zeroDates);
  }
  return query;
}
