import type { Big } from 'big.js';
import type { LineItem } from '../../model/order-parts.js';
import { decimal, plainDecimal, sumOf } from '../decimals.js';
import { rowsOf } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import type { Charge } from './zencart-order-amounts.js';
import { facts } from './zencart-order-list.js';
import { type ZenCartTables, zencart } from './zencart-relations.js';

type LineAmounts = Pick<
  ZenCartTables['orders_products'],
  'final_price' | 'products_quantity' | 'onetime_charges' | 'products_tax'
>;

/** An order's lines: in full where they are selected themselves, else what adds up to their sum alone. */
export const lines = facts.ask([], ({ view, gathering, ids, selection }) => {
  const whole = selection.has('lineItems');
  const held = rowsOf(
    gathering.add(
      'lines',
      zencart
        .selectFrom('orders_products as l')
        .select(['l.orders_id', 'l.orders_products_id', 'l.final_price', 'l.products_quantity', 'l.onetime_charges'])
        .select('l.products_tax')
        .$if(whole, (query) => query.select(['l.products_id', 'l.products_name', 'l.products_model']))
        .where('l.orders_id', 'in', ids)
        .orderBy('l.orders_products_id'),
    ),
    'orders_id',
  );
  const options =
    whole && selection.at('lineItems').has('options')
      ? rowsOf(
          gathering.add(
            'line-options',
            zencart
              .selectFrom('orders_products_attributes as a')
              .select(['a.orders_id', 'a.orders_products_id', 'a.products_options', 'a.products_options_values'])
              .where('a.orders_id', 'in', ids)
              .orderBy('a.orders_products_attributes_id'),
          ),
          'orders_id',
        )
      : null;
  return (results, id) => ({
    /** The lines without tax, in the default currency. */
    sum: (): Big => sumOf(held(results, id).map(lineTotal)),
    items: (charge: Charge): LineItem[] =>
      held(results, id).map((row) => {
        const total = lineTotal(row);
        return {
          storeId: view.storeId,
          productId: row.products_id ? String(row.products_id) : null,
          variantId: null,
          nativeId: String(row.orders_products_id),
          name: unescaped(row.products_name ?? ''),
          sku: plainText(row.products_model),
          quantity: plainDecimal(decimal(row.products_quantity)),
          unitPrice: charge(decimal(row.final_price)),
          taxTotal: charge(total.times(decimal(row.products_tax)).div(100)),
          discountTotal: charge(sumOf([])),
          total: charge(total),
          ...(options && {
            options: options(results, id)
              .filter((option) => option.orders_products_id === row.orders_products_id)
              .map((option) => ({
                name: unescaped(option.products_options ?? ''),
                value: option.products_options_values ?? '',
              })),
          }),
        };
      }),
  });
});

/** A line without tax: its pieces, and what is charged once for it. */
function lineTotal(row: LineAmounts): Big {
  return decimal(row.final_price).times(decimal(row.products_quantity)).plus(decimal(row.onetime_charges));
}
