import type { Address } from '../../model/address.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { contains, containsUnescaped, isOneOf, wordsOf } from '../conditions.js';
import { factsOf } from '../facts.js';
import { plainText } from '../html-text.js';
import { collectionOf } from '../listing.js';
import { instantOf } from '../store-time.js';
import { addressFrom } from './woocommerce-addresses.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { firstValue } from './woocommerce-first-values.js';
import { type Meta, metaOf } from './woocommerce-meta.js';
import { unixTime } from './woocommerce-prices.js';
import { addressKeys, customerKeys, type WooCommerceTables, woo } from './woocommerce-relations.js';

type CustomerKey = (typeof customerKeys)[number];

const { source, from, none, ids, since, until, where, listed } = factsOf<
  WooCommerceView,
  WooCommerceTables,
  'customer_hpos',
  'u',
  Record<never, never>,
  Meta<CustomerKey>
>();

const utc = () => 'UTC';

type Place = 'hpos' | 'posts';
/** What the store keeps of customers under keys; both relations are rows of one table. */
const metaIn = (place: Place) => `customer_meta_${place}` as 'customer_meta_hpos';

const metaAmong = (place: Place) =>
  source(customerKeys, [], ({ gathering, ids: some, sourced }) => {
    const wanted = customerKeys.filter((key) => sourced.includes(key));
    const rows = woo
      .selectFrom(`${metaIn(place)} as m`)
      .select(['m.user_id', 'm.meta_key', 'm.meta_value'])
      .where('m.user_id', 'in', some)
      .where('m.meta_key', 'in', wanted)
      .orderBy('m.umeta_id');
    return metaOf(gathering.add('customer-meta', rows), 'user_id', wanted);
  });

const [billingKeys, shippingKeys] = [addressKeys('billing_'), addressKeys('shipping_')];
type Keys<Kind extends 'billing' | 'shipping'> = Meta<CustomerKey & `${Kind}_${string}`>;
const billing = (row: Keys<'billing'>): Address | null => addressFrom((part) => row[`billing_${part}`]);
const shipping = (row: Keys<'shipping'>): Address | null => addressFrom((part) => row[`shipping_${part}`]);

/** Users with WooCommerce's role or with an order; which those are is the bridge's to say, so that no other user gets out. */
const customerAmong = (place: Place) =>
  listed<Customer, CustomerFilter, CustomerOrder>({
    kind: 'Customer',
    // Both relations are rows of one table.
    from: `customer_${place} as u` as 'customer_hpos as u',
    key: 'ID',
    statement: 'customers',
    sources: [metaAmong(place)],
    fields: {
      email: from(['user_email'], (row) => row.user_email ?? ''),
      firstName: from(['first_name'], (row) => plainText(row.first_name)),
      lastName: from(['last_name'], (row) => plainText(row.last_name)),
      phone: from(
        ['billing_phone', 'shipping_phone'],
        (row) => plainText(row.billing_phone) ?? plainText(row.shipping_phone),
      ),
      group: none(null),
      enabled: none(true),
      acceptsMarketing: none(null),
      addresses: from([...billingKeys, ...shippingKeys], (row) =>
        [billing(row), shipping(row)].filter((one) => one !== null),
      ),
      defaultBillingAddress: from(billingKeys, billing),
      defaultShippingAddress: from(shippingKeys, shipping),
      // WordPress writes this one time in UTC.
      createdAt: from(['user_registered'], (row) => instantOf(row.user_registered, 'UTC')),
      updatedAt: from(['last_update'], (row) => unixTime(row.last_update)),
    },
    list: {
      orders: {
        ID: { column: null },
        EMAIL: { column: 'u.user_email' },
        CREATED_AT: { column: 'u.user_registered' },
      },
      filter: {
        ids: ids('u.ID'),
        emails: (query, emails, view) =>
          emails.length === 0
            ? null
            : query.where((eb) => isOneOf(eb, 'u.user_email', emails, view.native.textIgnoresCase)),
        // Each word must be in the first name, the last name or the e-mail address, so that a full name finds its bearer.
        search: where((eb, text) =>
          eb.and(
            wordsOf(text).map((word) =>
              eb.or([
                contains(eb, 'u.user_email', word),
                ...(['first_name', 'last_name'] as const).map((key) =>
                  containsUnescaped(eb, firstValue(metaIn(place), 'user_id', 'umeta_id', 'u.ID', key), word),
                ),
              ]),
            ),
          ),
        ),
        groupId: () => null,
        createdAfter: since('u.user_registered', utc),
        createdBefore: until('u.user_registered', utc),
      },
    },
  });

/** The customers of a store with its orders in tables of their own, and of one with them among the posts. */
export const customerAmongTables = customerAmong('hpos');
export const customerAmongPosts = customerAmong('posts');

/** The customers of a store, by where it keeps its orders. */
export const customerIn = ({ native }: WooCommerceView) =>
  native.ordersInTables ? customerAmongTables : customerAmongPosts;

export const customers = collectionOf(customerIn);
