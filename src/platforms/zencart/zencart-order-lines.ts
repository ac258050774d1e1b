import type { Big } from 'big.js';
import type { LineItem } from '../../model/order-parts.js';
import { decimal, plainDecimal, sumOf } from '../decimals.js';
import { plainText, unescaped } from '../html-text.js';
import { chargeIn } from './zencart-order-amounts.js';
import { facts } from './zencart-order-list.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

/** An order's lines: in full where they are selected themselves, else what adds up to their sum alone. */
export const lines = facts.rowsBeside('lines', 'l.orders_id', ({ selection }) =>
  zencart
    .selectFrom('orders_products as l')
    .select(['l.orders_products_id', 'l.final_price', 'l.products_quantity', 'l.onetime_charges', 'l.products_tax'])
    .$if(selection.has('lineItems'), (query) => query.select(['l.products_id', 'l.products_name', 'l.products_model']))
    .orderBy('l.orders_products_id'),
);

const attributes = zencart
  .selectFrom('orders_products_attributes as a')
  .select(['a.orders_products_id', 'a.products_options', 'a.products_options_values'])
  .orderBy('a.orders_products_attributes_id');

/** What was chosen for each line, where that is selected. */
const chosen = facts.rowsBeside('line-options', 'a.orders_id', ({ selection }) =>
  selection.at('lineItems').has('options') ? attributes : null,
);

export const lineItems = facts.made(
  ['currency', 'currency_value'],
  [lines, chosen],
  (row, [held, options], { view }) => {
    const charge = chargeIn(row, view);
    return held().map((line): LineItem => {
      const total = lineTotal(line);
      const own = options().filter((option) => option.orders_products_id === line.orders_products_id);
      return {
        storeId: view.storeId,
        productId: line.products_id ? String(line.products_id) : null,
        variantId: null,
        nativeId: String(line.orders_products_id),
        name: unescaped(line.products_name ?? ''),
        sku: plainText(line.products_model),
        quantity: plainDecimal(decimal(line.products_quantity)),
        unitPrice: charge(decimal(line.final_price)),
        taxTotal: charge(total.times(decimal(line.products_tax)).div(100)),
        discountTotal: charge(sumOf([])),
        total: charge(total),
        options: own.map(({ products_options: name, products_options_values: value }) => ({
          name: unescaped(name ?? ''),
          value: value ?? '',
        })),
      };
    });
  },
);

type LineAmounts = Pick<ZenCartTables['orders_products'], 'final_price' | 'products_quantity' | 'onetime_charges'>;

/** A line without tax, in the default currency: its pieces, and what is charged once for it. */
export function lineTotal(line: LineAmounts): Big {
  return decimal(line.final_price).times(decimal(line.products_quantity)).plus(decimal(line.onetime_charges));
}
