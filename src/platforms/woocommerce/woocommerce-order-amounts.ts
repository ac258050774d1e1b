import { Big } from 'big.js';
import type { Money } from '../../model/money.js';
import type { OrderTotal, TaxLine } from '../../model/order-parts.js';
import { type DecimalCell, decimal, decimalOrNull, money, plainDecimal, sumOf } from '../decimals.js';
import { unescaped } from '../html-text.js';
import { currencyCode, type WooCommerceView } from './woocommerce-config.js';
import type { Meta } from './woocommerce-meta.js';
import { type Item, type OrderRow, words } from './woocommerce-order-row.js';
import { moneyDecimals } from './woocommerce-prices.js';

const { from } = words;

/** Writes amounts of an order; WooCommerce keeps them in the order's own currency. */
export function chargeIn(row: Pick<OrderRow, 'currency'>, view: WooCommerceView): (amount: Big) => Money {
  const currency = currencyOf(row, view);
  return (amount) => money(amount, currency, moneyDecimals);
}

/** The order's currency; where it names none that there could be, the store's. */
export function currencyOf(row: Pick<OrderRow, 'currency'>, { config }: WooCommerceView): string {
  return currencyCode(row.currency) ?? config.defaultCurrency;
}

type AmountColumn =
  | 'discount_total_amount'
  | 'shipping_total_amount'
  | 'shipping_tax_amount'
  | 'tax_amount'
  | 'total_amount';

/** An amount of the order: the sum of what these columns hold. */
function amount<const C extends AmountColumn>(...columns: C[]) {
  return from(['currency', ...columns], (row, { view }) => {
    const cells: { readonly [K in C]: DecimalCell | null } = row;
    return chargeIn(row, view)(sumOf(columns.map((column) => decimal(cells[column]))));
  });
}

const discountTotal = amount('discount_total_amount');
const shippingTotal = amount('shipping_total_amount');
// The tax of the goods, and that of the shipping.
const taxTotal = amount('tax_amount', 'shipping_tax_amount');
const total = amount('total_amount');

/** A line before discounts, without tax: WooCommerce raises it to what was paid where it is less. */
export function lineSubtotal({ _line_subtotal, _line_total }: Meta<'_line_subtotal' | '_line_total'>): Big {
  const [before, after] = [decimal(_line_subtotal), decimal(_line_total)];
  return before.lt(after) ? after : before;
}

/** The lines before discounts, without tax. */
const linesOf = (row: Pick<OrderRow, 'line_item'>): Big => sumOf(row.line_item.map(({ meta }) => lineSubtotal(meta)));

const subtotal = from(['currency', 'line_item'], (row, { view }) => chargeIn(row, view)(linesOf(row)));

/** The coupons of an order. */
const discounts = from(['currency', 'coupon'], (row, { view }) =>
  row.coupon.map(({ name, meta }) => ({
    code: name,
    title: name,
    amount: chargeIn(row, view)(decimal(meta.discount_amount)),
  })),
);

/** How much one tax of an order came to, on goods and shipping. */
const taxOf = ({ meta }: Item<'tax'>): Big => decimal(meta.tax_amount).plus(decimal(meta.shipping_tax_amount));
const titleOfTax = ({ name, meta }: Item<'tax'>): string => unescaped(meta.label) || name || 'Tax';

const taxLines = from(['currency', 'tax'], (row, { view }) =>
  row.tax.map((tax): TaxLine => {
    const rate = decimalOrNull(tax.meta.rate_percent);
    return {
      code: tax.name,
      title: titleOfTax(tax),
      rate: rate && plainDecimal(rate),
      amount: chargeIn(row, view)(taxOf(tax)),
    };
  }),
);

/**
 * The lines that an order's amounts make, which add up to its total: WooCommerce stores none, and shows these. What rounding
 * leaves over is a line of its own.
 */
const totals = from(
  ['currency', 'total_amount', 'discount_total_amount', 'line_item', 'shipping', 'fee', 'tax'],
  (row, { view }): OrderTotal[] => {
    const charge = chargeIn(row, view);
    const discount = decimal(row.discount_total_amount).times(-1);
    const lines = [
      { code: 'subtotal', title: 'Subtotal', amount: linesOf(row) },
      ...(discount.eq(0) ? [] : [{ code: 'discount', title: 'Discount', amount: discount }]),
      ...row.shipping.map(({ name, meta }) => ({ code: 'shipping', title: name, amount: decimal(meta.cost) })),
      ...row.fee.map(({ name, meta }) => ({ code: 'fee', title: name, amount: decimal(meta._line_total) })),
      ...row.tax.map((tax) => ({ code: 'tax', title: titleOfTax(tax), amount: taxOf(tax) })),
    ];
    const rest = decimal(row.total_amount).minus(sumOf(lines.map((line) => line.amount)));
    const rounding = rest.round(moneyDecimals, Big.roundHalfUp);
    const all = rounding.eq(0) ? lines : [...lines, { code: 'rounding', title: 'Rounding', amount: rounding }];
    return all.map((line) => ({ ...line, amount: charge(line.amount) }));
  },
);

/** The amounts of an order. */
export const amounts = { subtotal, discountTotal, shippingTotal, taxTotal, taxLines, total, totals, discounts };
