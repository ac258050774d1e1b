import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { SelectedOption } from '../../model/product-parts.js';
import type { Selection } from '../../model/selection.js';
import { decimal, plainDecimal, sumOf } from '../decimals.js';
import type { Gathering } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import { heldAttributes } from './woocommerce-attributes.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { productMeta } from './woocommerce-meta.js';
import { chargeIn, lineSubtotal } from './woocommerce-order-amounts.js';
import { type AskingItems, type ItemRows, listedItemMeta, listedItems, namesGoods } from './woocommerce-order-items.js';
import { placeIn } from './woocommerce-order-relations.js';
import { type Item, type OrderRow, words } from './woocommerce-order-row.js';
import { woo } from './woocommerce-relations.js';
import { type NameOfSlug, namesOfSlugs } from './woocommerce-terms.js';

type Line = Item<'line_item'>;

/** What lines have from the products that they are of, as those are now: WooCommerce keeps no SKU with a line. */
interface LineGoods {
  sku(results: Results, line: Line): string | null;
  options(results: Results, line: Line): SelectedOption[];
}

/**
 * The SKUs of the products of lines, and what was chosen on the lines. Where the owner lets no catalog be read, lines have no
 * SKU, and what was chosen has the names that the order itself keeps. `items` are the lines; `name` begins the statements' ids.
 */
export function goodsOf(
  asking: AskingItems,
  items: ItemRows,
  itemMeta: string,
  below: Selection,
  name: string,
): LineGoods {
  const { view, gathering } = asking;
  const [sku, chosen] = [below.has('sku'), below.has('options')];
  if (!namesGoods(below)) return { sku: () => null, options: () => [] };
  const open = view.columns.has('product_meta');
  const keys = [...(sku ? (['_sku'] as const) : []), ...(chosen ? (['_product_attributes'] as const) : [])];
  const { listed } = listedItemMeta(asking, items, itemMeta, ['line_item'], true);
  const numbers = valuesFrom(listed as Statement<{ product_id: number }>, 'product_id');
  const products = open ? productMeta(gathering, `${name}-goods`, numbers, keys) : null;
  const options = chosen ? lineOptions(view, gathering, valuesFrom(items.listed, 'order_item_id'), open, name) : null;
  return {
    sku(results, { meta }) {
      const skuOf = (id: number) => (sku && id > 0 ? plainText(products?.(results, id)._sku) : null);
      // A variation without one of its own has its product's.
      return skuOf(idIn(meta._variation_id)) ?? skuOf(idIn(meta._product_id));
    },
    options: (results, { id, meta }) =>
      options?.(results, id, products?.(results, idIn(meta._product_id))._product_attributes ?? '') ?? [],
  };
}

const goods = words.ask(['line_item'], (asking) => {
  const items = listedItems(asking, asking.ids, ['line_item']);
  const read = goodsOf(asking, items, 'item-meta', asking.selection.at('lineItems'), 'line');
  return () => read;
});

/** The lines as the shopper ordered them. */
export const lineItems = words.made(['currency', 'line_item'], [goods], (row, [held], { view, results, below }) =>
  linesIn(row, view, below, results, held),
);

/** The lines of an order. A bundle's line holds the amounts of its parts, which name it. */
export function linesIn(
  row: Pick<OrderRow, 'currency' | 'line_item'>,
  view: WooCommerceView,
  selection: Selection,
  results: Results,
  held: () => LineGoods,
) {
  const charge = chargeIn(row, view);
  const parents = row.line_item.map((line) => parentOf(line, row.line_item));
  const bundled = parents.some((parent) => parent !== null);
  const made = row.line_item.map((line) => {
    const { meta, id, name } = line;
    const isPart = (at: number) => hasAbove(parents, row.line_item, at, line);
    const whole = bundled ? row.line_item.filter((one, at) => one === line || isPart(at)) : [line];
    const [product, variation] = [idIn(meta._product_id), idIn(meta._variation_id)];
    const quantity = decimal(meta._qty);
    const before = sumOf(whole.map((one) => lineSubtotal(one.meta)));
    const total = sumOf(whole.map((one) => decimal(one.meta._line_total)));
    return {
      storeId: view.storeId,
      productId: product > 0 ? String(product) : null,
      variantId: variation > 0 ? String(variation) : null,
      nativeId: String(id),
      name,
      quantity: plainDecimal(quantity),
      unitPrice: charge(quantity.eq(0) ? before : before.div(quantity)),
      taxTotal: charge(sumOf(whole.map((one) => decimal(one.meta._line_tax)))),
      discountTotal: charge(before.minus(total)),
      total: charge(total),
      sku: orError(() => held().sku(results, line)),
      options: orError(() => held().options(results, line)),
    };
  });
  return made.map((line, at) => {
    const parent = parents[at];
    const parentLine = parent ? (made[row.line_item.indexOf(parent)] ?? null) : null;
    return selection.has('parentLine') ? { ...line, parentLine } : line;
  });
}

/** How the usual plugins mark a part of a bundle: a key that holds what another key of the bundle's own line does. */
const bundleKeys = [
  ['_bundled_by', '_bundle_cart_key'],
  ['_composite_parent', '_composite_cart_key'],
  ['_mnm_container', '_mnm_cart_key'],
  ['_woosb_parent_id', '_product_id'],
] as const;

/** The line that a line is a part of; null for a line of its own. */
function parentOf(line: Line, lines: readonly Line[]): Line | null {
  for (const [part, whole] of bundleKeys) {
    const named = line.meta[part];
    const parent = named === '' ? undefined : lines.findLast((one) => one.id < line.id && one.meta[whole] === named);
    if (parent) return parent;
  }
  return null;
}

/** Whether the line at a place is a part of another, be it through a bundle within the bundle. */
function hasAbove(parents: readonly (Line | null)[], lines: readonly Line[], at: number, above: Line): boolean {
  const parent = parents[at] ?? null;
  return parent !== null && (parent === above || hasAbove(parents, lines, lines.indexOf(parent), above));
}

/** The id that a key holds; 0 where it holds none. */
function idIn(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

/**
 * Reads what shoppers see of a line besides its name: keys without an underscore before them. Those of attributes are given the
 * attribute's name and, where it is a global one, the name of its term, as WooCommerce does.
 */
function lineOptions(view: WooCommerceView, gathering: Gathering, ids: number[], withTerms: boolean, name: string) {
  const relation = `order_item_option_${placeIn(view)}` as 'order_item_option_hpos';
  const held = woo.selectFrom(`${relation} as m`).select(['m.meta_key', 'm.meta_value']).orderBy('m.meta_id');
  const rows = gathering.rows(`${name}-options`, 'm.order_item_id', ids, held);
  const names: NameOfSlug = withTerms ? namesOfSlugs(gathering, `${name}-terms`, rows.listed) : () => null;
  return (results: Results, id: number, attributes: string): SelectedOption[] => {
    const local = heldAttributes(view, results, attributes);
    return rows(results, id).flatMap((row) => {
      const value = String(row.meta_value ?? '');
      // Values that are no text, such as what plugins keep for themselves, are not for shoppers.
      if (value === '' || /^[aO]:\d+:/.test(value)) return [];
      const key = row.meta_key.replace(/^attribute_/, '');
      const global = view.native.attributes[key] ?? view.native.attributes[decoded(key)];
      const label =
        global?.label ?? local.find((one) => one.key === key.toLowerCase())?.name ?? unescaped(decoded(key));
      const named = global ? names(results, view.native.attributes[key] ? key : decoded(key), value) : null;
      return [{ name: label, value: named ?? unescaped(decoded(value)) }];
    });
  };
}

/** Text that WordPress percent-encoded; as it stands where it did not. */
function decoded(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch {
    return text;
  }
}
