import type { Coupon, CouponFilter, CouponKind } from '../../model/coupon.js';
import type { IdOrder } from '../../model/id-order.js';
import { isOneOf } from '../conditions.js';
import { countOf, dayEnd, kindOf as kindThatDoes, limitOf, usesLeft } from '../coupons.js';
import { decimal, money, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import type { Magento1View } from './magento1-config.js';
import { type Magento1Tables, magento } from './magento1-relations.js';

const { asked, flag, from, ids, listed, made, none, rowBeside, where } = factsOf<
  Magento1View,
  Magento1Tables,
  'salesrule',
  'r'
>();

/** The code that the merchant gave a rule; rules without a code, and with generated ones, have none. */
const primary = rowBeside('coupon-codes', 'c.rule_id', () =>
  magento
    .selectFrom('salesrule_coupon as c')
    .select(['c.code', 'c.usage_limit', 'c.usage_per_customer', 'c.times_used', 'c.created_at'])
    .where('c.is_primary', '=', 1)
    .orderBy('c.coupon_id'),
);

/** `coupon_type` of rules that hold without a code. */
const withoutCode = 1;

type Acts = Pick<Magento1Tables['salesrule'], 'simple_action' | 'discount_amount'>;

/** What a rule takes off in per cent, where it does: `to_percent` says what is left to pay (Mage_SalesRule_Model_Validator). */
function percentageOf({ simple_action: action, discount_amount: held }: Acts) {
  const amount = decimal(held);
  if (action === 'to_percent') return amount.times(-1).plus(100);
  return action === 'by_percent' ? amount : decimal(0);
}

const kinds: Readonly<Record<string, CouponKind>> = {
  by_percent: 'PERCENTAGE',
  to_percent: 'PERCENTAGE',
  by_fixed: 'FIXED_AMOUNT_PER_ITEM',
  cart_fixed: 'FIXED_AMOUNT',
  buy_x_get_y: 'BUY_X_GET_Y',
};
const kindOf = ({ simple_action: action }: Pick<Acts, 'simple_action'>): CouponKind => kinds[action ?? ''] ?? 'OTHER';

/** Shopping cart price rules, with codes or without. */
export const coupon = listed<Coupon, CouponFilter, IdOrder>({
  kind: 'Coupon',
  from: 'salesrule as r',
  key: 'rule_id',
  statement: 'coupons',
  fields: {
    code: made(['coupon_type', 'use_auto_generation'], [primary], (row, [held]) =>
      row.coupon_type === withoutCode || row.use_auto_generation === 1 ? null : heldText(held()?.code),
    ),
    name: from(['name'], (row, { id }) => heldText(row.name) ?? String(id)),
    description: from(['description'], (row) => heldText(row.description)),
    kind: from(['simple_action', 'discount_amount', 'simple_free_shipping'], (row) =>
      kindThatDoes(kindOf(row), {
        takesOff: decimal(row.discount_amount).gt(0) || percentageOf(row).gt(0),
        freeShipping: row.simple_free_shipping > 0,
      }),
    ),
    enabled: from(['is_active'], (row) => row.is_active === 1),
    percentage: from(['simple_action', 'discount_amount'], (row) => {
      const held = percentageOf(row);
      return held.gt(0) ? plainDecimal(held) : null;
    }),
    amount: from(['simple_action', 'discount_amount'], (row, { view }) => {
      const held = decimal(row.discount_amount);
      return kindOf(row).startsWith('FIXED_') && held.gt(0) ? money(held, view.config.defaultCurrency) : null;
    }),
    // 1 for the items that it holds for, 2 for the parcel that they are in.
    freeShipping: from(['simple_free_shipping'], (row) => row.simple_free_shipping > 0),
    minimumSubtotal: none(null),
    usageLimit: asked(primary, (held) => limitOf(held?.usage_limit)),
    usageLimitPerCustomer: made(['uses_per_customer'], [primary], (row, [held]) => {
      const limits = [limitOf(row.uses_per_customer), limitOf(held()?.usage_per_customer)].filter(
        (one) => one !== null,
      );
      return limits.length > 0 ? Math.min(...limits) : null;
    }),
    timesUsed: from(['times_used'], (row) => countOf(row.times_used)),
    usesLeft: asked(primary, (held) => usesLeft(limitOf(held?.usage_limit), countOf(held?.times_used))),
    // Days by the store's clock, the last of them whole.
    startsAt: from(['from_date'], (row, { view }) => instantOf(row.from_date, view.config.timeZone)),
    endsAt: from(['to_date'], (row, { view }) => dayEnd(row.to_date, view.config.timeZone)),
    createdAt: asked(primary, (held) => instantOf(held?.created_at, 'utc')),
    updatedAt: none(null),
  },
  list: {
    orders: { ID: { column: null } },
    filter: {
      ids: ids('r.rule_id'),
      codes: where((eb, codes, { native }) => {
        const held = eb
          .selectFrom('salesrule_coupon as k')
          .select('k.rule_id')
          .where((on) => isOneOf(on, 'k.code', codes, native.textIgnoresCase));
        return eb('r.rule_id', 'in', held);
      }),
      enabled: flag('r.is_active'),
    },
  },
});
