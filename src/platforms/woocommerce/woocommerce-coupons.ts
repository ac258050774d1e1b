import type { Coupon, CouponFilter, CouponKind } from '../../model/coupon.js';
import type { IdOrder } from '../../model/id-order.js';
import { countOf, kindOf, limitOf, usesLeft } from '../coupons.js';
import { decimal, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { foldedCode, formsAsStored, plainText, unescaped } from '../html-text.js';
import { instantOf } from '../store-time.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { couponKeys } from './woocommerce-keys.js';
import { type Meta, metaIn } from './woocommerce-meta.js';
import { priceOf, timeHeld } from './woocommerce-prices.js';
import { type WooCommerceTables } from './woocommerce-relations.js';

const { from, ids, listed, none, oneOf, source, where } = factsOf<
  WooCommerceView,
  WooCommerceTables,
  'coupon',
  'c',
  Record<never, never>,
  Meta<(typeof couponKeys)[number]>
>();

const meta = source(couponKeys, [], ({ gathering, ids: some, sourced }) =>
  metaIn(
    'coupon_meta',
    gathering,
    'coupon-meta',
    some,
    couponKeys.filter((key) => sourced.includes(key)),
  ),
);

/** WooCommerce's own types; those with `_product` in them were `percent` for products until 3.0. All else is an extension's. */
const kinds: Readonly<Record<string, CouponKind>> = {
  percent: 'PERCENTAGE',
  percent_product: 'PERCENTAGE',
  fixed_cart: 'FIXED_AMOUNT',
  fixed_product: 'FIXED_AMOUNT_PER_ITEM',
};
const typeOf = (row: Meta<'discount_type'>): CouponKind => kinds[row.discount_type || 'fixed_cart'] ?? 'OTHER';

/** What shoppers enter: WooCommerce compares codes in lower case. */
const codeOf = (title: string | null) => plainText(title)?.toLowerCase() ?? null;

/** Coupons but those in the trash and such as the editor began and did not save. */
export const coupon = listed<Coupon, CouponFilter, IdOrder>({
  kind: 'Coupon',
  from: 'coupon as c',
  key: 'ID',
  statement: 'coupons',
  sources: [meta],
  fields: {
    code: from(['post_title'], (row) => codeOf(row.post_title)),
    name: from(['post_title'], (row, { id }) => codeOf(row.post_title) ?? String(id)),
    description: from(['post_excerpt'], (row) => plainText(unescaped(row.post_excerpt))),
    kind: from(['discount_type', 'coupon_amount', 'free_shipping'], (row) => {
      const type = typeOf(row);
      const takesOff = type === 'OTHER' || decimal(row.coupon_amount).gt(0);
      return kindOf(type, { takesOff, freeShipping: row.free_shipping === 'yes' });
    }),
    enabled: from(['post_status'], (row) => foldedCode(row.post_status ?? '') === 'publish'),
    percentage: from(['discount_type', 'coupon_amount'], (row) => {
      const held = decimal(row.coupon_amount);
      return typeOf(row) === 'PERCENTAGE' && held.gt(0) ? plainDecimal(held) : null;
    }),
    amount: from(['discount_type', 'coupon_amount'], (row, { view }) => {
      const held = decimal(row.coupon_amount);
      return typeOf(row).startsWith('FIXED_') && held.gt(0) ? priceOf(view, held) : null;
    }),
    freeShipping: from(['free_shipping'], (row) => row.free_shipping === 'yes'),
    minimumSubtotal: from(['minimum_amount'], (row, { view }) => {
      const held = decimal(row.minimum_amount);
      return held.gt(0) ? priceOf(view, held) : null;
    }),
    usageLimit: from(['usage_limit'], (row) => limitOf(row.usage_limit)),
    usageLimitPerCustomer: from(['usage_limit_per_user'], (row) => limitOf(row.usage_limit_per_user)),
    timesUsed: from(['usage_count'], (row) => countOf(row.usage_count)),
    usesLeft: from(['usage_limit', 'usage_count'], (row) =>
      usesLeft(limitOf(row.usage_limit), countOf(row.usage_count)),
    ),
    startsAt: none(null),
    // A day by the shop's clock until WooCommerce 3.0.
    endsAt: from(['date_expires', 'expiry_date'], (row, { view }) =>
      timeHeld(view, row.date_expires || row.expiry_date),
    ),
    createdAt: from(['post_date_gmt'], (row) => instantOf(row.post_date_gmt, 'UTC')),
    updatedAt: from(['post_modified_gmt'], (row) => instantOf(row.post_modified_gmt, 'UTC')),
  },
  list: {
    orders: { ID: { column: null } },
    filter: {
      ids: ids('c.ID'),
      codes: oneOf('c.post_title', formsAsStored),
      enabled: where((eb, on) => eb('c.post_status', on ? '=' : '<>', 'publish')),
    },
  },
});
