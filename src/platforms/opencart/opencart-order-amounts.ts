import { Big } from 'big.js';
import type { Money } from '../../model/money.js';
import type { OrderDiscount, OrderTotal } from '../../model/order-parts.js';
import { type DecimalCell, decimal, money, sumOf } from '../decimals.js';
import { unescaped } from '../html-text.js';

/** A line of `order_total`. */
export interface TotalRow {
  readonly code: string;
  readonly title: string | null;
  readonly value: DecimalCell;
}

/** Turns amounts of an order, which OpenCart keeps in the default currency, into what the shopper was charged. */
export type Charge = (amount: Big) => Money;

/** The charge of an order by its own currency and rate. */
export function chargeOf(currencyCode: string, rate: DecimalCell): Charge {
  const held = decimal(rate);
  // OpenCart writes no order without a rate; should one be there, its amounts are taken as they stand.
  const factor = held.gt(0) ? held : new Big(1);
  return (amount) => money(amount.times(factor), currencyCode);
}

/** The amounts that the total lines of an order say. */
export interface Amounts {
  readonly subtotal: Money;
  readonly discountTotal: Money;
  readonly shippingTotal: Money;
  readonly taxTotal: Money;
  readonly totals: OrderTotal[];
  readonly discounts: OrderDiscount[];
}

const notDiscounts = new Set(['sub_total', 'shipping', 'tax', 'total']);

/**
 * Reads an order's amounts. The line `total` is the sum of the others and is not repeated among them. A line below zero that is
 * neither goods, shipping nor tax is a discount: coupons, gift certificates, reward points, store credit, extensions' own.
 */
export function amountsOf(rows: readonly TotalRow[], total: DecimalCell, charge: Charge): Amounts {
  const lines = rows.filter((row) => row.code !== 'total');
  const sum = (wanted: (row: TotalRow) => boolean) => sumOf(lines.filter(wanted).map((row) => decimal(row.value)));
  const discounts = lines.filter((row) => !notDiscounts.has(row.code) && decimal(row.value).lt(0));
  const goods = lines.some((row) => row.code === 'sub_total')
    ? sum((row) => row.code === 'sub_total')
    : decimal(total).minus(sum(() => true));
  return {
    subtotal: charge(goods),
    discountTotal: charge(sum((row) => discounts.includes(row)).abs()),
    shippingTotal: charge(sum((row) => row.code === 'shipping')),
    taxTotal: charge(sum((row) => row.code === 'tax')),
    totals: lines.map((row) => ({
      code: row.code,
      title: unescaped(row.title ?? ''),
      amount: charge(decimal(row.value)),
    })),
    discounts: discounts.map((row) => ({
      code: discountCode(row),
      title: unescaped(row.title ?? ''),
      amount: charge(decimal(row.value).abs()),
    })),
  };
}

/** The code that was entered: OpenCart keeps it in the line's title alone, in brackets: `Coupon (2222)`. */
function discountCode(row: TotalRow): string | null {
  if (row.code !== 'coupon' && row.code !== 'voucher') return null;
  const title = unescaped(row.title ?? '');
  const from = title.indexOf('(');
  const to = title.lastIndexOf(')');
  return from >= 0 && to > from + 1 ? title.slice(from + 1, to) : null;
}
