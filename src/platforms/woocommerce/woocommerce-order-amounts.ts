import { Big } from 'big.js';
import type { Results } from '../../bridge/plan.js';
import type { Money } from '../../model/money.js';
import type { LineItem, OrderDiscount, OrderTotal } from '../../model/order-parts.js';
import { decimal, money, plainDecimal, sumOf } from '../decimals.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { type Item, type Items, idIn, type LineGoods } from './woocommerce-order-items.js';
import type { HeldOrder } from './woocommerce-order-places.js';
import { moneyDecimals } from './woocommerce-prices.js';

/** Writes amounts of an order; WooCommerce keeps them in the order's own currency. */
export type Charge = (amount: Big) => Money;

export function chargeOf(currencyCode: string): Charge {
  return (amount) => money(amount, currencyCode, moneyDecimals);
}

/** The lines before discounts, without tax. */
export function subtotalOf(items: Items, results: Results, id: number): Big {
  return sumOf(items(results, id, 'line_item').map((item) => decimal(item.meta.get('_line_subtotal'))));
}

/** A line as the shopper ordered it. */
export function lineItemOf(
  view: WooCommerceView,
  results: Results,
  item: Item,
  charge: Charge,
  goods: LineGoods | null,
): LineItem {
  const { meta } = item;
  const product = idIn(meta, '_product_id');
  const variation = idIn(meta, '_variation_id');
  const quantity = decimal(meta.get('_qty'));
  const before = decimal(meta.get('_line_subtotal'));
  const total = decimal(meta.get('_line_total'));
  return {
    storeId: view.storeId,
    productId: product > 0 ? String(product) : null,
    variantId: variation > 0 ? String(variation) : null,
    nativeId: String(item.id),
    name: item.name,
    sku: goods?.sku(results, item) ?? null,
    quantity: plainDecimal(quantity),
    unitPrice: charge(quantity.eq(0) ? before : before.div(quantity)),
    taxTotal: charge(decimal(meta.get('_line_tax'))),
    discountTotal: charge(before.minus(total)),
    total: charge(total),
    options: goods?.options(results, item) ?? [],
  };
}

/** The coupons of an order. */
export function discountsOf(items: Items, results: Results, id: number, charge: Charge): OrderDiscount[] {
  return items(results, id, 'coupon').map((item) => ({
    code: item.name,
    title: item.name,
    amount: charge(decimal(item.meta.get('discount_amount'))),
  }));
}

/**
 * The lines that an order's amounts make, which add up to its total: WooCommerce stores none, and shows these. What rounding
 * leaves over is a line of its own.
 */
export function totalsOf(items: Items, results: Results, id: number, held: HeldOrder, charge: Charge): OrderTotal[] {
  const lines: { code: string; title: string; amount: Big }[] = [
    { code: 'subtotal', title: 'Subtotal', amount: subtotalOf(items, results, id) },
  ];
  const add = (code: string, title: string, amount: Big) => {
    if (!amount.eq(0)) lines.push({ code, title, amount });
  };
  add('discount', 'Discount', decimal(held.discount).times(-1));
  for (const item of items(results, id, 'shipping')) {
    lines.push({ code: 'shipping', title: item.name, amount: decimal(item.meta.get('cost')) });
  }
  for (const item of items(results, id, 'fee')) {
    lines.push({ code: 'fee', title: item.name, amount: decimal(item.meta.get('_line_total')) });
  }
  for (const item of items(results, id, 'tax')) {
    const amount = decimal(item.meta.get('tax_amount')).plus(decimal(item.meta.get('shipping_tax_amount')));
    lines.push({ code: 'tax', title: item.meta.get('label') || item.name || 'Tax', amount });
  }
  const rest = decimal(held.total).minus(sumOf(lines.map((line) => line.amount)));
  add('rounding', 'Rounding', rest.round(moneyDecimals, Big.roundHalfUp));
  return lines.map((line) => ({ ...line, amount: charge(line.amount) }));
}
