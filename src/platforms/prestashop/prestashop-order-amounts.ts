import { Big } from 'big.js';
import type { Money } from '../../model/money.js';
import type { OrderTotal } from '../../model/order-parts.js';
import { type DecimalCell, decimal, money } from '../decimals.js';
import { decimals } from './prestashop-prices.js';

/** What `orders` holds of an order's amounts. */
export interface AmountsRow {
  readonly total_products?: DecimalCell;
  readonly total_discounts_tax_excl?: DecimalCell;
  readonly total_shipping_tax_excl?: DecimalCell;
  readonly total_wrapping_tax_excl?: DecimalCell;
  readonly total_paid_tax_incl?: DecimalCell;
  readonly total_paid_tax_excl?: DecimalCell;
}

/** The amounts of an order, which PrestaShop keeps in the order's own currency, as the graph gives them. */
export function amountsOf(row: AmountsRow, currencyCode: string) {
  const amount = (value: Big): Money => money(value, currencyCode, decimals);
  const goods = decimal(row.total_products);
  const discounts = decimal(row.total_discounts_tax_excl);
  const shipping = decimal(row.total_shipping_tax_excl);
  const wrapping = decimal(row.total_wrapping_tax_excl);
  const total = decimal(row.total_paid_tax_incl);
  const tax = total.minus(decimal(row.total_paid_tax_excl));
  // The parts are each rounded for themselves, so that they may miss the total by a cent.
  const rest = total.minus(goods).plus(discounts).minus(shipping).minus(wrapping).minus(tax);
  const lines: readonly (readonly [string, string, Big, boolean])[] = [
    ['products', 'Products', goods, true],
    ['discounts', 'Discounts', new Big(0).minus(discounts), false],
    ['shipping', 'Shipping', shipping, true],
    ['wrapping', 'Gift wrapping', wrapping, false],
    ['tax', 'Tax', tax, true],
    ['rounding', 'Rounding', rest, false],
  ];
  const totals: OrderTotal[] = lines
    .filter(([, , value, always]) => always || !value.eq(0))
    .map(([code, title, value]) => ({ code, title, amount: amount(value) }));
  return {
    subtotal: amount(goods),
    discountTotal: amount(discounts),
    shippingTotal: amount(shipping),
    taxTotal: amount(tax),
    total: amount(total),
    totals,
  };
}
