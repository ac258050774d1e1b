import type { FulfillmentStatus, LineItem } from '../../model/order.js';
import type { LineQuantity } from '../../model/order-parts.js';
import type { SelectedOption } from '../../model/product-parts.js';
import type { Selection } from '../../model/selection.js';
import { type DecimalCell, decimal, plainDecimal, sumOf } from '../decimals.js';
import { heldText, unescaped } from '../html-text.js';
import type { Charge } from './magento1-order-amounts.js';
import { facts } from './magento1-order-list.js';
import { type Magento1Tables, magento } from './magento1-relations.js';
import { arrayOf, memberOf, type PhpArray, phpArray, phpText } from './magento1-serialized.js';
import { stateOf } from './magento1-states.js';

/** A row of `sales_flat_order_item`. */
type ItemRow = Readonly<Magento1Tables['sales_flat_order_item']>;

/** What rows' serialized options hold: read once, however much hangs on them. */
const readOptions = new WeakMap<ItemRow, PhpArray>();

function optionsOf(row: ItemRow): PhpArray {
  const known = readOptions.get(row) ?? phpArray(row.product_options);
  readOptions.set(row, known);
  return known;
}

/** The items of orders: what was ordered, and below it what that is made of. */
export const items = facts.rowsBeside('items', 'i.order_id', ({ selection }) => {
  const lines = [selection, selection.at('shipments'), selection.at('refunds')].map((one) => one.at('lineItems'));
  const ofLines = lines.flatMap((one) => [
    one,
    one.at('lineItem'),
    one.at('parentLine'),
    one.at('lineItem').at('parentLine'),
  ]);
  const needed = selection.has('lineItems', 'fulfillmentStatus') || lines.some((one) => one.fields.length > 0);
  if (!needed) return null;
  return (
    magento
      .selectFrom('sales_flat_order_item as i')
      .select(['i.item_id', 'i.parent_item_id', 'i.product_id', 'i.product_type', 'i.sku', 'i.name'])
      .select(['i.is_virtual', 'i.qty_ordered', 'i.qty_shipped', 'i.qty_refunded', 'i.qty_canceled'])
      .select(['i.price', 'i.row_total', 'i.tax_amount', 'i.discount_amount'])
      // What else than a line's options the serialized text is needed for concerns bundles alone.
      .select((eb) => {
        const held = eb.ref('i.product_options');
        const ofBundles = eb.case().when('i.product_type', '=', 'bundle').then(held).else(null).end();
        return (ofLines.some((one) => one.has('options')) ? held : ofBundles).as('product_options');
      })
      .orderBy('i.item_id')
  );
});

/** How lines are shown: in the order's currency, with what is selected of them. */
interface LineAt {
  readonly storeId: string;
  readonly charge: Charge;
  readonly below: Selection;
}

/** The lines as the shopper ordered them: items below others are parts of these. */
export function linesOf(rows: readonly ItemRow[], at: LineAt): LineItem[] {
  return rows.filter((row) => !parentOf(row, rows)).map((row) => lineOf(row, rows, at));
}

function lineOf(row: ItemRow, rows: readonly ItemRow[], at: LineAt): LineItem {
  const { storeId, charge, below } = at;
  const parent = parentOf(row, rows);
  const parts = partsOf(row, rows);
  // Where a bundle's price is the sum of its parts, tax and discount are kept with these.
  const own = isPricedByParts(row, rows) ? parts : [row];
  const discount = sumOf(own.map((one) => decimal(one.discount_amount)));
  return {
    storeId,
    productId: idOf(row.product_id),
    variantId: row.product_type === 'configurable' ? idOf(parts[0]?.product_id) : null,
    nativeId: String(row.item_id),
    name: heldText(row.name) ?? heldText(row.sku) ?? '',
    sku: heldText(row.sku),
    quantity: plainDecimal(decimal(row.qty_ordered)),
    unitPrice: charge(decimal(row.price)),
    taxTotal: charge(sumOf(own.map((one) => decimal(one.tax_amount)))),
    discountTotal: charge(discount),
    total: charge(decimal(row.row_total).minus(discount)),
    ...(below.has('options') && { options: chosenOf(optionsOf(row)) }),
    ...(below.has('parentLine') && {
      parentLine: parent ? lineOf(parent, rows, { ...at, below: below.at('parentLine') }) : null,
    }),
  };
}

/** An item of a parcel or of a refund. */
interface SomeOfItem {
  readonly order_item_id: number | null;
  readonly qty: DecimalCell | null;
  readonly row_total?: DecimalCell | null;
  readonly discount_amount?: DecimalCell | null;
}

/**
 * What lines a parcel or a refund is about. Each piece is told where Magento counts it, by `counts`: what a bundle is sent or priced
 * in by itself, all else by its line. Parts are lines of their own here, below their bundle's.
 */
export function someOf(
  items: readonly SomeOfItem[],
  rows: readonly ItemRow[],
  at: LineAt,
  counts: (row: ItemRow, rows: readonly ItemRow[]) => boolean,
): LineQuantity[] {
  return items.flatMap((item) => {
    const row = rows.find((one) => one.item_id === item.order_item_id);
    if (decimal(item.qty).lte(0) || (row && !counts(row, rows))) return [];
    const money = item.row_total === undefined ? null : decimal(item.row_total).minus(decimal(item.discount_amount));
    return [
      {
        lineItem: row ? lineOf(row, rows, at) : null,
        quantity: plainDecimal(decimal(item.qty)),
        amount: money && at.charge(money),
      },
    ];
  });
}

/**
 * How far an order is sent. Each piece is counted where Magento counts it: a bundle that ships in parts by these, all else by
 * what was ordered (Mage_Sales_Model_Order_Item::isDummy). What is virtual, cancelled or paid back is not sent any more.
 */
export function fulfillmentOf(rows: readonly ItemRow[], state: string | null): FulfillmentStatus {
  const sent = rows.filter((row) => row.is_virtual !== 1 && countsForShipping(row, rows));
  // Nothing to send: what was ordered is handed over when the order is complete.
  if (sent.length === 0) return stateOf(state) === 'COMPLETED' ? 'FULFILLED' : 'UNFULFILLED';
  const shipped = sumOf(sent.map((row) => decimal(row.qty_shipped)));
  const isOpen = sent.some((row) => {
    const gone = sumOf([row.qty_shipped, row.qty_refunded, row.qty_canceled].map(decimal));
    return decimal(row.qty_ordered).gt(gone);
  });
  if (shipped.lte(0)) return 'UNFULFILLED';
  return isOpen ? 'PARTIALLY_FULFILLED' : 'FULFILLED';
}

/** Whether Magento counts an item's pieces by itself where it ships. */
export function countsForShipping(row: ItemRow, rows: readonly ItemRow[]): boolean {
  const parent = parentOf(row, rows);
  if (parent) return shipsInParts(parent);
  return !(shipsInParts(row) && partsOf(row, rows).length > 0);
}

/** `product_options.shipment_type`: 1 where a bundle's parts are sent by themselves. */
function shipsInParts(row: ItemRow): boolean {
  return row.product_type === 'bundle' && Number(memberOf(optionsOf(row), 'shipment_type')) === 1;
}

/** Whether Magento counts what an item costs by itself. */
export function countsForMoney(row: ItemRow, rows: readonly ItemRow[]): boolean {
  const parent = parentOf(row, rows);
  return parent ? isPricedByParts(parent, rows) : !isPricedByParts(row, rows);
}

/** `product_options.product_calculations`: 0 where the price is that of the parts. */
function isPricedByParts(row: ItemRow, rows: readonly ItemRow[]): boolean {
  if (row.product_type !== 'bundle' || partsOf(row, rows).length === 0) return false;
  return Number(memberOf(optionsOf(row), 'product_calculations') ?? 1) === 0;
}

const partsOf = (row: ItemRow, rows: readonly ItemRow[]) => rows.filter((one) => one.parent_item_id === row.item_id);

/** The item that this one is a part of; undefined for none and for one that is gone. */
function parentOf(row: ItemRow, rows: readonly ItemRow[]): ItemRow | undefined {
  return row.parent_item_id === null ? undefined : rows.find((one) => one.item_id === row.parent_item_id);
}

function idOf(id: number | null | undefined): string | null {
  return id === null || id === undefined ? null : String(id);
}

/** The types of custom options whose values are picked from a list. */
const picked = new Set(['drop_down', 'radio', 'checkbox', 'multiple']);

/**
 * What the shopper chose and filled in, from `product_options`: custom options, the options of a variant, a bundle's parts
 * (`2 x Name`), and what extensions add.
 */
export function chosenOf(options: PhpArray): SelectedOption[] {
  const list = (key: string) => Object.values(arrayOf(memberOf(options, key))).map(arrayOf);
  const chosen = (label: PhpArray, value: string | null) => {
    const name = phpText(memberOf(label, 'label'));
    return name !== null && value !== null ? [{ name, value }] : [];
  };
  const plain = ['options', 'attributes_info', 'additional_options'].flatMap((key) =>
    list(key).flatMap((one) => {
      // `value` is escaped for HTML; `print_value` is what was filled in, but the escaped title of what was picked from a list
      // (Mage_Catalog_Model_Product_Option_Type_Select).
      const printed = phpText(memberOf(one, 'print_value'));
      const isPicked = picked.has(phpText(memberOf(one, 'option_type')) ?? '');
      const value = printed ?? phpText(memberOf(one, 'value'));
      return chosen(one, value && (key === 'options' && (isPicked || printed === null) ? unescaped(value) : value));
    }),
  );
  const parts = list('bundle_options').flatMap((one) =>
    Object.values(arrayOf(memberOf(one, 'value'))).flatMap((part) => {
      const title = phpText(memberOf(arrayOf(part), 'title'));
      const quantity = phpText(memberOf(arrayOf(part), 'qty')) ?? '1';
      return chosen(one, title && `${quantity} x ${title}`);
    }),
  );
  return [...plain, ...parts];
}
