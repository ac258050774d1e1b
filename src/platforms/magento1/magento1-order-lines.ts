import type { Big } from 'big.js';
import type { Results } from '../../bridge/plan.js';
import type { Money } from '../../model/money.js';
import type { FulfillmentStatus, LineItem } from '../../model/order.js';
import type { SelectedOption } from '../../model/product-parts.js';
import type { Selection } from '../../model/selection.js';
import { type DecimalCell, decimal, plainDecimal, sumOf } from '../decimals.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import type { Magento1View } from './magento1-config.js';
import { arrayOf, memberOf, type PhpArray, phpArray, phpText } from './magento1-serialized.js';
import { magento } from './magento1-tables.js';
import { textOf } from './magento1-texts.js';

/** A row of `sales_flat_order_item`, with what was asked of it. */
export interface ItemRow {
  readonly item_id: number;
  readonly order_id: number;
  readonly parent_item_id: number | null;
  readonly product_id: number | null;
  readonly product_type: string | null;
  readonly sku: string | null;
  readonly name: string | null;
  readonly is_virtual: number | null;
  readonly qty_ordered: DecimalCell | null;
  readonly qty_shipped: DecimalCell | null;
  readonly qty_refunded: DecimalCell | null;
  readonly qty_canceled: DecimalCell | null;
  readonly price: DecimalCell | null;
  readonly row_total: DecimalCell | null;
  readonly tax_amount: DecimalCell | null;
  readonly discount_amount: DecimalCell | null;
  readonly product_options: string | null;
}

/** Asks for the items of orders: what was ordered, and below it what that is made of. */
export function itemsOf(
  gathering: Gathering,
  ids: number[],
  wanted: { readonly options: boolean },
): Reading<readonly ItemRow[]> {
  const items = magento
    .selectFrom('sales_flat_order_item as i')
    .select([
      'i.item_id',
      'i.order_id',
      'i.parent_item_id',
      'i.product_id',
      'i.product_type',
      'i.sku',
      'i.name',
      'i.is_virtual',
    ])
    .select(['i.qty_ordered', 'i.qty_shipped', 'i.qty_refunded', 'i.qty_canceled'])
    .select(['i.price', 'i.row_total', 'i.tax_amount', 'i.discount_amount'])
    .where('i.order_id', 'in', ids)
    .orderBy('i.item_id');
  // What else than a line's options the serialized text is needed for concerns bundles alone.
  const query = wanted.options
    ? items.select('i.product_options')
    : items.select((eb) =>
        eb
          .case()
          .when('i.product_type', '=', 'bundle')
          .then(eb.ref('i.product_options'))
          .else(null)
          .end()
          .as('product_options'),
      );
  return rowsOf(gathering.add('items', query), 'order_id') as Reading<readonly ItemRow[]>;
}

/** The lines as the shopper ordered them: items below others are parts of these. */
export function linesOf(
  view: Magento1View,
  items: Reading<readonly ItemRow[]>,
  selection: Selection,
): (results: Results, id: number, charge: (amount: Big) => Money) => LineItem[] {
  return (results, id, charge) => {
    const rows = items(results, id);
    return rows
      .filter((row) => !isPart(row, rows))
      .map((row): LineItem => {
        const parts = rows.filter((one) => one.parent_item_id === row.item_id);
        const options = phpArray(row.product_options);
        // Where a bundle's price is the sum of its parts, tax and discount are kept with these.
        const own = parts.length === 0 || !isPricedByParts(row, options) ? [row] : parts;
        const discount = sumOf(own.map((one) => decimal(one.discount_amount)));
        const line: LineItem = {
          storeId: view.storeId,
          productId: row.product_id === null ? null : String(row.product_id),
          variantId: row.product_type === 'configurable' ? idOf(parts[0]?.product_id) : null,
          nativeId: String(row.item_id),
          name: textOf(row.name) ?? textOf(row.sku) ?? '',
          sku: textOf(row.sku),
          quantity: plainDecimal(decimal(row.qty_ordered)),
          unitPrice: charge(decimal(row.price)),
          taxTotal: charge(sumOf(own.map((one) => decimal(one.tax_amount)))),
          discountTotal: charge(discount),
          total: charge(decimal(row.row_total).minus(discount)),
        };
        if (selection.has('options')) line.options = chosenOf(options);
        return line;
      });
  };
}

/**
 * How far an order is sent. Each piece is counted where Magento counts it: a bundle that ships in parts by these, all else by
 * what was ordered (Mage_Sales_Model_Order_Item::isDummy). What is virtual, cancelled or paid back is not sent any more.
 */
export function fulfillmentOf(rows: readonly ItemRow[], state: string | null): FulfillmentStatus {
  const sent = rows.filter((row) => row.is_virtual !== 1 && countsForShipping(row, rows));
  // Nothing to send: what was ordered is handed over when the order is complete.
  if (sent.length === 0) return state === 'complete' ? 'FULFILLED' : 'UNFULFILLED';
  const shipped = sumOf(sent.map((row) => decimal(row.qty_shipped)));
  const left = sumOf(
    sent.map((row) => {
      const open = decimal(row.qty_ordered)
        .minus(decimal(row.qty_shipped))
        .minus(decimal(row.qty_refunded))
        .minus(decimal(row.qty_canceled));
      return open.gt(0) ? open : decimal(0);
    }),
  );
  if (shipped.lte(0)) return 'UNFULFILLED';
  return left.gt(0) ? 'PARTIALLY_FULFILLED' : 'FULFILLED';
}

function countsForShipping(row: ItemRow, rows: readonly ItemRow[]): boolean {
  const parent = rows.find((one) => one.item_id === row.parent_item_id);
  if (parent) return shipsInParts(parent);
  return !(shipsInParts(row) && rows.some((one) => one.parent_item_id === row.item_id));
}

/** `product_options.shipment_type`: 1 where a bundle's parts are sent by themselves. */
function shipsInParts(row: ItemRow): boolean {
  return row.product_type === 'bundle' && Number(memberOf(phpArray(row.product_options), 'shipment_type')) === 1;
}

/** `product_options.product_calculations`: 0 where the price is that of the parts. */
function isPricedByParts(row: ItemRow, options: PhpArray): boolean {
  return row.product_type === 'bundle' && Number(memberOf(options, 'product_calculations') ?? 1) === 0;
}

function isPart(row: ItemRow, rows: readonly ItemRow[]): boolean {
  return row.parent_item_id !== null && rows.some((one) => one.item_id === row.parent_item_id);
}

function idOf(id: number | null | undefined): string | null {
  return id === null || id === undefined ? null : String(id);
}

/**
 * What the shopper chose and filled in, from `product_options`: custom options, the options of a variant, a bundle's parts
 * (`2 x Name`), and what extensions add.
 */
export function chosenOf(options: PhpArray): SelectedOption[] {
  const list = (key: string) => Object.values(arrayOf(memberOf(options, key))).map(arrayOf);
  const plain = ['options', 'attributes_info', 'additional_options'].flatMap((key) =>
    list(key).flatMap((one) => {
      const name = phpText(memberOf(one, 'label'));
      // `value` may be escaped for HTML; `print_value` is what was filled in.
      const value = phpText(memberOf(one, 'print_value')) ?? phpText(memberOf(one, 'value'));
      return name !== null && value !== null ? [{ name, value }] : [];
    }),
  );
  const parts = list('bundle_options').flatMap((one) => {
    const name = phpText(memberOf(one, 'label'));
    return Object.values(arrayOf(memberOf(one, 'value'))).flatMap((part) => {
      const title = phpText(memberOf(arrayOf(part), 'title'));
      const quantity = phpText(memberOf(arrayOf(part), 'qty')) ?? '1';
      return name !== null && title !== null ? [{ name, value: `${quantity} x ${title}` }] : [];
    });
  });
  return [...plain, ...parts];
}
