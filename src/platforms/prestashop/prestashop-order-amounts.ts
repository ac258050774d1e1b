import { Big } from 'big.js';
import type { Money } from '../../model/money.js';
import type { OrderTotal } from '../../model/order-parts.js';
import { decimal, money } from '../decimals.js';
import { facts } from './prestashop-order-list.js';
import { decimals } from './prestashop-prices.js';
import type { PrestaShopTables } from './prestashop-relations.js';
import type { PrestaShopView } from './prestashop-view.js';

/** The columns of an order that its amounts are made of. */
const amountColumns = [
  'id_currency',
  'total_products',
  'total_discounts_tax_excl',
  'total_shipping_tax_excl',
  'total_wrapping_tax_excl',
  'total_paid_tax_incl',
  'total_paid_tax_excl',
] as const;

/** What an order was charged in. */
export function currencyOf(view: PrestaShopView, row: { readonly id_currency: number }): string {
  return view.native.currencies[row.id_currency]?.code ?? view.config.defaultCurrency;
}

/** The amounts of an order, which PrestaShop keeps in the order's own currency, as the graph gives them. */
function amountsOf(view: PrestaShopView, row: Pick<PrestaShopTables['orders'], (typeof amountColumns)[number]>) {
  const currency = currencyOf(view, row);
  const amount = (value: Big): Money => money(value, currency, decimals);
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

const amount = <F extends keyof ReturnType<typeof amountsOf>>(field: F) =>
  facts.from(amountColumns, (row, { view }) => amountsOf(view, row)[field]);

export const amounts = {
  subtotal: amount('subtotal'),
  discountTotal: amount('discountTotal'),
  shippingTotal: amount('shippingTotal'),
  taxTotal: amount('taxTotal'),
  total: amount('total'),
  totals: amount('totals'),
};
