import type { Coupon, CouponFilter, CouponKind } from '../../model/coupon.js';
import type { IdOrder } from '../../model/id-order.js';
import { countOf } from '../coupons.js';
import { type DecimalCell, decimal, money, plainDecimal } from '../decimals.js';
import { factsOf } from '../facts.js';
import { heldText } from '../html-text.js';
import { namesOf } from '../listed.js';
import { instantOf } from '../store-time.js';
import { decimals } from './prestashop-prices.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

const { asked, flag, from, ids, listed, made, none, oneOf, rowBeside, rowsBeside } = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'promotion',
  'c'
>();

const names = rowsBeside('coupon-names', 'n.id_cart_rule', () =>
  prestashop.selectFrom('cart_rule_lang as n').select(['n.id_lang', 'n.name']).orderBy('n.id_lang'),
);

/** How often a rule was taken off an order. */
const uses = rowBeside('coupon-uses', 'u.id_cart_rule', ({ view }) =>
  prestashop
    .selectFrom('order_cart_rule as u')
    .select((eb) => eb.fn.countAll<number>().as('uses'))
    .$if(view.columns.has('order_cart_rule', 'deleted'), (query) => query.where('u.deleted', '=', 0))
    .groupBy('u.id_cart_rule'),
);

/** An amount that a rule holds in a currency of its own; null for none. */
function amountIn(view: PrestaShopView, held: DecimalCell, currency: number) {
  const amount = decimal(held);
  const code = view.native.currencies[currency]?.code ?? view.config.defaultCurrency;
  return amount.gt(0) ? money(amount, code, decimals) : null;
}

/** A rule may do several things at once; it is called by what it takes off, else by what it gives. */
function kindOf(
  row: Pick<PrestaShopTables['promotion'], 'reduction_percent' | 'reduction_amount' | 'free_shipping' | 'gift_product'>,
): CouponKind {
  if (decimal(row.reduction_percent).gt(0)) return 'PERCENTAGE';
  if (decimal(row.reduction_amount).gt(0)) return 'FIXED_AMOUNT';
  if (row.gift_product > 0) return 'GIFT';
  return row.free_shipping === 1 ? 'FREE_SHIPPING' : 'OTHER';
}

/** Cart rules, with a code or without. */
export const coupon = listed<Coupon, CouponFilter, IdOrder>({
  kind: 'Coupon',
  from: 'promotion as c',
  key: 'id_cart_rule',
  statement: 'coupons',
  fields: {
    code: from(['code'], (row) => heldText(row.code)),
    name: made(['code'], [names], (row, [rows], { view, id }) => {
      const held = rows().map((one) => ({ id: 0, language_id: one.id_lang, name: one.name }));
      const [found] = namesOf(held, view.native.languageId, (name) => name ?? '');
      return found?.all[0] ?? heldText(row.code) ?? String(id);
    }),
    description: from(['description'], (row) => heldText(row.description)),
    kind: from(['reduction_percent', 'reduction_amount', 'free_shipping', 'gift_product'], kindOf),
    enabled: from(['active'], (row) => row.active === 1),
    percentage: from(['reduction_percent'], (row) => {
      const held = decimal(row.reduction_percent);
      return held.gt(0) ? plainDecimal(held) : null;
    }),
    amount: from(['reduction_amount', 'reduction_currency'], (row, { view }) =>
      amountIn(view, row.reduction_amount, row.reduction_currency),
    ),
    freeShipping: from(['free_shipping'], (row) => row.free_shipping === 1),
    minimumSubtotal: from(['minimum_amount', 'minimum_amount_currency'], (row, { view }) =>
      amountIn(view, row.minimum_amount, row.minimum_amount_currency),
    ),
    // PrestaShop counts down what is left (PaymentModule).
    usageLimit: none(null),
    usageLimitPerCustomer: from(['quantity_per_user'], (row) => row.quantity_per_user),
    timesUsed: asked(uses, (held) => countOf(held?.uses)),
    usesLeft: from(['quantity'], (row) => row.quantity),
    startsAt: from(['date_from'], (row, { view }) => instantOf(row.date_from, zoneOf(view))),
    endsAt: from(['date_to'], (row, { view }) => instantOf(row.date_to, zoneOf(view))),
    createdAt: from(['date_add'], (row, { view }) => instantOf(row.date_add, zoneOf(view))),
    updatedAt: from(['date_upd'], (row, { view }) => instantOf(row.date_upd, zoneOf(view))),
  },
  list: {
    orders: { ID: { column: null } },
    filter: { ids: ids('c.id_cart_rule'), codes: oneOf('c.code'), enabled: flag('c.active') },
  },
});
