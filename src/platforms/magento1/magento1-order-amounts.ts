import type { Big } from 'big.js';
import type { FinancialStatus, OrderDiscount, OrderTotal } from '../../model/order.js';
import { type DecimalCell, decimal } from '../decimals.js';
import type { Charge } from './magento1-order-details.js';
import { stateOf } from './magento1-states.js';
import { textOf } from './magento1-texts.js';

/** The amounts of an order, in its own currency, and what names its discount. */
export interface Amounts {
  readonly state: string | null;
  readonly subtotal: DecimalCell | null;
  readonly discount_amount: DecimalCell | null;
  readonly discount_description: string | null;
  readonly coupon_code: string | null;
  readonly coupon_rule_name: string | null;
  readonly shipping_amount: DecimalCell | null;
  readonly shipping_description: string | null;
  readonly tax_amount: DecimalCell | null;
  readonly hidden_tax_amount: DecimalCell | null;
  readonly shipping_hidden_tax_amount: DecimalCell | null;
  readonly grand_total: DecimalCell | null;
  readonly total_paid: DecimalCell | null;
  readonly total_refunded: DecimalCell | null;
}

/** All tax, with what Magento keeps apart as hidden: the tax in discounts on prices that include it. */
export function taxOf(order: Amounts): Big {
  return decimal(order.tax_amount)
    .plus(decimal(order.hidden_tax_amount))
    .plus(decimal(order.shipping_hidden_tax_amount));
}

/**
 * How far an order is paid. What is called off before any money came is VOIDED; nothing is owed of an order without a total, so it
 * is PAID.
 */
export function financialStatusOf(order: Amounts, authorized: DecimalCell | null): FinancialStatus {
  const paid = decimal(order.total_paid);
  const refunded = decimal(order.total_refunded);
  const total = decimal(order.grand_total);
  if (refunded.gt(0)) return refunded.gte(paid) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  if (paid.gt(0)) return paid.gte(total) ? 'PAID' : 'PARTIALLY_PAID';
  if (stateOf(order.state) === 'CANCELLED') return 'VOIDED';
  if (total.lte(0)) return 'PAID';
  return decimal(authorized).gt(0) ? 'AUTHORIZED' : 'PENDING';
}

/** The lines that the order's amounts make, as Magento's own totals are called; what extensions added is one line more. */
export function totalsOf(order: Amounts, charge: Charge): OrderTotal[] {
  const discount = decimal(order.discount_amount);
  const shipping = decimal(order.shipping_amount);
  const tax = taxOf(order);
  const subtotal = decimal(order.subtotal);
  const total = decimal(order.grand_total);
  const rest = total.minus(subtotal).minus(discount).minus(shipping).minus(tax);
  const lines = [
    { code: 'subtotal', title: 'Subtotal', amount: subtotal, always: true },
    { code: 'discount', title: titleOfDiscount(order), amount: discount },
    { code: 'shipping', title: textOf(order.shipping_description) ?? 'Shipping & Handling', amount: shipping },
    { code: 'tax', title: 'Tax', amount: tax },
    { code: 'other', title: 'Other', amount: rest },
  ];
  return lines
    .filter((line) => line.always || !line.amount.eq(0))
    .map(({ code, title, amount }) => ({ code, title, amount: charge(amount) }));
}

function titleOfDiscount(order: Amounts): string {
  return (
    textOf(order.discount_description) ?? textOf(order.coupon_rule_name) ?? textOf(order.coupon_code) ?? 'Discount'
  );
}

/** Magento keeps one amount for all discounts of an order. */
export function discountsOf(order: Amounts, charge: Charge): OrderDiscount[] {
  const amount = decimal(order.discount_amount).abs();
  if (amount.eq(0)) return [];
  return [{ code: textOf(order.coupon_code), title: titleOfDiscount(order), amount: charge(amount) }];
}
