import type { Big } from 'big.js';
import type { Money } from '../../model/money.js';
import type { FinancialStatus, OrderDiscount, OrderTotal } from '../../model/order.js';
import { type DecimalCell, decimal, money } from '../decimals.js';
import { heldText } from '../html-text.js';
import type { Magento1View } from './magento1-config.js';
import type { Magento1Tables } from './magento1-relations.js';
import { stateOf } from './magento1-states.js';

/** An amount in an order's own currency, which Magento keeps beside those in the base currency. */
export type Charge = (amount: Big) => Money;

/** The currency of an order; the shop's own where the order names none that there can be. */
export function currencyOf(row: { readonly order_currency_code: string | null }, view: Magento1View): string {
  const code = row.order_currency_code?.trim().toUpperCase() ?? '';
  return /^[A-Z]{3}$/.test(code) ? code : view.config.defaultCurrency;
}

/** The charge of an order in its own currency. */
export function chargeIn(row: { readonly order_currency_code: string | null }, view: Magento1View): Charge {
  return (amount) => money(amount, currencyOf(row, view));
}

type Order<Column extends keyof Magento1Tables['sales_flat_order']> = Readonly<
  Pick<Magento1Tables['sales_flat_order'], Column>
>;

/**
 * How far an order is paid. What is called off before any money came is VOIDED; nothing is owed of an order without a total, so it
 * is PAID.
 */
export function financialStatusOf(
  order: Order<'state' | 'total_paid' | 'total_refunded' | 'grand_total'>,
  authorized: DecimalCell | null,
): FinancialStatus {
  const paid = decimal(order.total_paid);
  const refunded = decimal(order.total_refunded);
  const total = decimal(order.grand_total);
  if (refunded.gt(0)) return refunded.gte(paid) ? 'REFUNDED' : 'PARTIALLY_REFUNDED';
  if (paid.gt(0)) return paid.gte(total) ? 'PAID' : 'PARTIALLY_PAID';
  if (stateOf(order.state) === 'CANCELLED') return 'VOIDED';
  if (total.lte(0)) return 'PAID';
  return decimal(authorized).gt(0) ? 'AUTHORIZED' : 'PENDING';
}

/** The columns that hold an order's discount, and what names it. */
export const discountColumns = ['discount_amount', 'discount_description', 'coupon_rule_name', 'coupon_code'] as const;
type Discounted = Order<(typeof discountColumns)[number]>;

/** The columns that an order's total lines are made of. */
export const totalColumns = [
  ...discountColumns,
  'tax_amount',
  'subtotal',
  'shipping_amount',
  'shipping_description',
  'grand_total',
] as const;

/**
 * The lines that the order's amounts make, as Magento's own totals are called. What else makes the total is one line more: what
 * extensions added, and the tax in discounts on prices that include it, which Magento keeps apart as hidden and nobody owes.
 */
export function totalsOf(order: Order<(typeof totalColumns)[number]>, charge: Charge): OrderTotal[] {
  const discount = decimal(order.discount_amount);
  const shipping = decimal(order.shipping_amount);
  const tax = decimal(order.tax_amount);
  const subtotal = decimal(order.subtotal);
  const rest = decimal(order.grand_total).minus(subtotal).minus(discount).minus(shipping).minus(tax);
  return [
    { code: 'subtotal', title: 'Subtotal', amount: subtotal },
    { code: 'discount', title: titleOfDiscount(order), amount: discount },
    { code: 'shipping', title: heldText(order.shipping_description) ?? 'Shipping & Handling', amount: shipping },
    { code: 'tax', title: 'Tax', amount: tax },
    { code: 'other', title: 'Other', amount: rest },
  ]
    .filter((line) => line.code === 'subtotal' || !line.amount.eq(0))
    .map((line) => ({ ...line, amount: charge(line.amount) }));
}

/** Magento keeps one amount for all discounts of an order. */
export function discountsOf(order: Discounted, charge: Charge): OrderDiscount[] {
  const amount = decimal(order.discount_amount).abs();
  if (amount.eq(0)) return [];
  return [{ code: heldText(order.coupon_code), title: titleOfDiscount(order), amount: charge(amount) }];
}

function titleOfDiscount(order: Discounted): string {
  const { discount_description, coupon_rule_name, coupon_code } = order;
  return heldText(discount_description) ?? heldText(coupon_rule_name) ?? heldText(coupon_code) ?? 'Discount';
}
