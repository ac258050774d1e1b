import { Big } from 'big.js';
import type { Money } from '../../model/money.js';
import type { OrderDiscount, OrderTotal, TaxLine } from '../../model/order-parts.js';
import { type DecimalCell, decimal, money, sumOf } from '../decimals.js';
import { plainText, unescaped } from '../html-text.js';
import type { ZenCartView } from './zencart-config.js';
import { type lines, lineTotal } from './zencart-order-lines.js';
import { facts } from './zencart-order-list.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

type TotalRow = Pick<ZenCartTables['orders_total'], 'class' | 'title' | 'text' | 'value'>;

/** Turns amounts of an order, which Zen Cart keeps in the default currency, into what the shopper was charged. */
export type Charge = (amount: Big) => Money;

/** The currency of an order. */
export function currencyOf(row: { readonly currency: string | null }, view: ZenCartView): string {
  return row.currency?.trim() || view.config.defaultCurrency;
}

/** The charge of an order by its own currency and rate. */
export function chargeIn(
  row: { readonly currency: string | null; readonly currency_value: DecimalCell | null },
  view: ZenCartView,
): Charge {
  const held = decimal(row.currency_value);
  // Zen Cart writes no order without a rate; should one be there, its amounts are taken as they stand.
  const factor = held.gt(0) ? held : new Big(1);
  return (value) => money(value.times(factor), currencyOf(row, view));
}

const totals = facts.rowsBeside('totals', 't.orders_id', () =>
  zencart
    .selectFrom('orders_total as t')
    .select(['t.class', 't.title', 't.text', 't.value'])
    .orderBy('t.sort_order')
    .orderBy('t.orders_total_id'),
);

/** The field of one of the amounts that the total rows say; the sub-total alone may be made of the lines. */
export function amount<F extends keyof Amounts>(field: F, made: readonly [typeof lines] | readonly []) {
  return facts.made(
    ['currency', 'currency_value', 'order_total', 'order_tax', 'coupon_code'],
    [totals, ...made],
    (row, [rows, held], { view }): Amounts[F] =>
      amountsOf(
        rows(),
        {
          total: decimal(row.order_total),
          tax: decimal(row.order_tax),
          lines: sumOf(held?.().map(lineTotal) ?? []),
          couponCode: row.coupon_code,
        },
        chargeIn(row, view),
      )[field],
  );
}

/** What an order's own row and its lines say, in the default currency. */
interface OrderSums {
  readonly total: Big;
  readonly tax: Big;
  /** The lines without tax. */
  readonly lines: Big;
  readonly couponCode: string | null;
}

/** The amounts that the total rows of an order say. */
interface Amounts {
  readonly subtotal: Money;
  readonly discountTotal: Money;
  readonly shippingTotal: Money;
  readonly taxTotal: Money;
  readonly taxLines: TaxLine[];
  readonly totals: OrderTotal[];
  readonly discounts: OrderDiscount[];
}

/** Zen Cart's own classes that take something off: their values are positive all the same. */
const credits = new Set(['ot_coupon', 'ot_gv', 'ot_group_pricing']);
const notDiscounts = new Set(['ot_subtotal', 'ot_shipping', 'ot_tax', 'ot_total']);

/**
 * Reads an order's amounts. The row `ot_total` is the sum of the others and is not repeated among them. A shop that shows prices
 * with tax (`DISPLAY_PRICE_WITH_TAX`) puts the tax into the other rows too: there `ot_tax` only tells how much of them it is, so it
 * is left out of `totals`, and the sub-total without tax is that of the lines.
 */
function amountsOf(rows: readonly TotalRow[], order: OrderSums, charge: Charge): Amounts {
  const all = rows.filter((row) => row.class !== 'ot_total').map((row) => ({ ...row, amount: signedAmount(row) }));
  const sum = (wanted: (row: (typeof all)[number]) => boolean) => sumOf(all.filter(wanted).map((row) => row.amount));
  const taxed = all.some((row) => row.class === 'ot_tax');
  const tax = taxed ? sum((row) => row.class === 'ot_tax') : order.tax;
  const whole = sum(() => true);
  const taxWithin = taxed && whole.minus(tax).minus(order.total).abs().lt(whole.minus(order.total).abs());
  const summands = taxWithin ? all.filter((row) => row.class !== 'ot_tax') : all;
  const subtotal = !taxWithin && all.some((row) => row.class === 'ot_subtotal');
  const discounts = all.filter((row) => !notDiscounts.has(row.class) && row.amount.lt(0));
  return {
    subtotal: charge(subtotal ? sum((row) => row.class === 'ot_subtotal') : order.lines),
    discountTotal: charge(sumOf(discounts.map((row) => row.amount)).abs()),
    shippingTotal: charge(sum((row) => row.class === 'ot_shipping')),
    taxTotal: charge(tax),
    // The rate stands in the title alone, if at all: `FL TAX 7.0%:`.
    taxLines: all
      .filter((row) => row.class === 'ot_tax')
      .map((row) => ({ code: row.class, title: unescaped(row.title ?? ''), rate: null, amount: charge(row.amount) })),
    totals: summands.map((row) => ({ code: row.class, title: unescaped(row.title ?? ''), amount: charge(row.amount) })),
    discounts: discounts.map((row) => ({
      code: row.class === 'ot_coupon' ? plainText(order.couponCode) : null,
      title: unescaped(row.title ?? ''),
      amount: charge(row.amount.abs()),
    })),
  };
}

/** The amount of a row with its sign: it is taken off where Zen Cart's own class says so, or the row's text shows a minus. */
function signedAmount(row: TotalRow): Big {
  const value = decimal(row.value);
  const shownBelow = /^\s*(<[^>]*>\s*)*[-\u2010-\u2015\u2212]/.test(unescaped(row.text ?? ''));
  return value.gt(0) && (credits.has(row.class) || shownBelow) ? value.neg() : value;
}
