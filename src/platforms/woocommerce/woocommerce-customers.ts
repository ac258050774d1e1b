import { type ExpressionBuilder, type SqlBool, sql } from 'kysely';
import type { Address } from '../../model/address.js';
import type { Customer, CustomerFilter, CustomerOrder } from '../../model/customer.js';
import { contains, containsUnescaped } from '../conditions.js';
import { factsOf } from '../facts.js';
import { plainText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { addressFrom } from './woocommerce-addresses.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { firstValue } from './woocommerce-first-values.js';
import { addressKeys, customerKeys } from './woocommerce-keys.js';
import { type Meta, metaIn } from './woocommerce-meta.js';
import { metafieldsIn } from './woocommerce-metafields.js';
import { exactNumberIn, numberIn } from './woocommerce-numbers.js';
import { unixTime } from './woocommerce-prices.js';
import { type WooCommerceTables, woo } from './woocommerce-relations.js';

type CustomerKey = (typeof customerKeys)[number];

const { asked, customerList, from, listed, none, source, where } = factsOf<
  WooCommerceView,
  WooCommerceTables,
  'customer_hpos',
  'u',
  Record<never, never>,
  Meta<CustomerKey>
>();

type Place = 'hpos' | 'posts';
type Builder = ExpressionBuilder<WooCommerceTables & { u: WooCommerceTables['customer_hpos'] }, 'u'>;

const [billingKeys, shippingKeys] = [addressKeys('billing_'), addressKeys('shipping_')];
type Keys<Kind extends 'billing' | 'shipping'> = Meta<CustomerKey & `${Kind}_${string}`>;
const billing = (row: Keys<'billing'>): Address | null => addressFrom((part) => row[`billing_${part}`]);
const shipping = (row: Keys<'shipping'>): Address | null => addressFrom((part) => row[`shipping_${part}`]);

/** When a user was last changed, in seconds since 1970, as SQL; null where that is not held. */
const lastUpdate = (place: Place) => {
  const held = firstValue(`customer_meta_${place}`, 'u.ID', 'last_update');
  const seconds = firstValue<number>(
    `customer_meta_${place}`,
    'u.ID',
    'last_update',
    exactNumberIn('f.meta_value') as never,
  );
  return sql<
    number | null
  >`case when ${seconds} > 0 and instr(concat(${held}, ${'.'}), ${'.'}) = length(${held}) + 1 and instr(${held}, ${' '}) = 0 then ${seconds} end`;
};
const secondsOf = (instant: Date) => Math.ceil(instant.getTime() / 1000);

const nameKeys = ['first_name', 'last_name'] as const;

/** Users with a word in any row of their names: where to look before values are, so that names are read once and not user by user. */
const nearNames = (place: Place, word: string) =>
  woo
    .selectFrom(`customer_meta_${place} as n` as 'customer_meta_hpos as n')
    .select('n.user_id')
    .where('n.meta_key', 'in', nameKeys)
    .where((eb) => containsUnescaped(eb, 'n.meta_value', word));

/** The numbers of the users who placed orders among the posts, where the bridge has no list of them. */
const buyersAmongPosts = woo
  .selectFrom('order_post as o')
  .select(firstValue<number>('order_post_meta', 'o.ID', '_customer_user', numberIn('f.meta_value')).as('customer'))
  .where('o.post_type', '=', 'shop_order');

/** Whether the user of a row placed an order, as SQL: looked up user by user, or databases gather the orders of all users first. */
const ordered =
  (place: Place) =>
  (eb: Builder, { columns }: WooCommerceView) => {
    if (place === 'hpos') {
      const placed = eb.selectFrom('order as o').select('o.id').whereRef('o.customer_id', '=', 'u.ID');
      return eb.exists(placed.where('o.type', '=', 'shop_order'));
    }
    return columns.has('buyer_posts', 'ID')
      ? eb.exists(eb.selectFrom('buyer_posts as b').select('b.ID').whereRef('b.ID', '=', 'u.ID'))
      : eb('u.ID', 'in', buyersAmongPosts as never);
  };

/** Accounts made this long ago, and since, are taken for few. */
const recentMs = 90 * 86_400_000;

/** Users with WooCommerce's role or with an order; which those are is the bridge's to say, so that no other user gets out. */
const customerAmong = (place: Place) =>
  listed<Customer, CustomerFilter, CustomerOrder>({
    kind: 'Customer',
    // Both relations are rows of one table.
    from: `customer_${place} as u` as 'customer_hpos as u',
    key: 'ID',
    statement: 'customers',
    sources: [
      source(customerKeys, [], ({ gathering, ids, sourced }) => {
        const wanted = customerKeys.filter((key) => sourced.includes(key));
        return metaIn(`customer_meta_${place}`, gathering, 'customer-meta', ids, wanted);
      }),
    ],
    fields: {
      metafields: asked(metafieldsIn(`customer_field_${place}`, 'customer-metafields'), (found) => found),
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
      // No index serves when accounts were made. Of those that a filter leaves few of, each is looked at for itself.
      whole: ({ filter: { ids, emails, search, createdAfter }, orderBy, counting }, { columns, now }) => {
        const looksAtAll = counting || orderBy === 'CREATED_AT_ASC' || orderBy === 'CREATED_AT_DESC';
        const isNarrow = ids || emails || search || (createdAfter && now.getTime() - createdAfter.getTime() < recentMs);
        return looksAtAll && !isNarrow && columns.has(`all_customer_${place}`, 'ID')
          ? `all_customer_${place} as u`
          : null;
      },
      // Keeps databases from counting users in the order of an index that holds their ids alone: what says who is a customer lies by id.
      every: (query) => query.where(sql<SqlBool>`coalesce(length(${sql.ref('u.user_registered')}), 0) >= 0`),
      ...customerList({
        ...{ id: 'u.ID', email: 'u.user_email', created: 'u.user_registered', nullable: false, zoneOf: () => 'UTC' },
        places: (eb, word) => [
          contains(eb, 'u.user_email', word),
          eb.and([
            eb('u.ID', 'in', nearNames(place, word)),
            eb.or(
              nameKeys.map((key) => containsUnescaped(eb, firstValue(`customer_meta_${place}`, 'u.ID', key), word)),
            ),
          ]),
        ],
        groupId: () => null,
        updated: {
          updatedAfter: where((_eb, instant: Date) => sql<SqlBool>`${lastUpdate(place)} >= ${secondsOf(instant)}`),
          updatedBefore: where((_eb, instant: Date) => sql<SqlBool>`${lastUpdate(place)} < ${secondsOf(instant)}`),
        },
        ordered: ordered(place),
      }),
    },
  });

/** The customers of a store with its orders in tables of their own, and of one with them among the posts. */
export const customerAmongTables = customerAmong('hpos');
export const customerAmongPosts = customerAmong('posts');

/** The customers of a store, by where it keeps its orders. */
export const customerIn = ({ native }: WooCommerceView) =>
  native.ordersInTables ? customerAmongTables : customerAmongPosts;
