import { orError, type Results, valuesFrom } from '../../bridge/plan.js';
import type { SelectedOption } from '../../model/product-parts.js';
import { decimal, plainDecimal } from '../decimals.js';
import { type Gathering, rowsOf } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import { heldAttributes } from './woocommerce-attributes.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { type ProductKey, productMeta } from './woocommerce-meta.js';
import { numberIn } from './woocommerce-numbers.js';
import { chargeIn } from './woocommerce-order-amounts.js';
import { listedItems } from './woocommerce-order-items.js';
import { type Item, words } from './woocommerce-order-row.js';
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
 * SKU, and what was chosen has the names that the order itself keeps.
 */
const goods = words.ask(['line_item'], ({ view, gathering, ids, selection }) => {
  const below = selection.at('lineItems');
  const [sku, chosen] = [below.has('sku'), below.has('options')];
  const none: LineGoods = { sku: () => null, options: () => [] };
  if (!sku && !chosen) return () => none;
  const items = valuesFrom(listedItems(gathering, ids, ['line_item']), 'order_item_id');
  const open = view.columns.has('product_meta');
  const keys = [...(sku ? (['_sku'] as const) : []), ...(chosen ? (['_product_attributes'] as const) : [])];
  const products = open ? lineProducts(gathering, items, keys) : null;
  const options = chosen ? lineOptions(view, gathering, items, open) : null;
  const read: LineGoods = {
    sku: (results, { meta }) =>
      sku ? plainText(products?.(results, idIn(meta._variation_id) || idIn(meta._product_id))._sku) : null,
    options: (results, { id, meta }) =>
      options?.(results, id, products?.(results, idIn(meta._product_id))._product_attributes ?? '') ?? [],
  };
  return () => read;
});

/** The lines as the shopper ordered them. */
export const lineItems = words.made(['currency', 'line_item'], [goods], (row, [held], { view, results }) =>
  row.line_item.map((line) => {
    const { meta, id, name } = line;
    const charge = chargeIn(row, view);
    const [product, variation] = [idIn(meta._product_id), idIn(meta._variation_id)];
    const quantity = decimal(meta._qty);
    const [before, total] = [decimal(meta._line_subtotal), decimal(meta._line_total)];
    return {
      storeId: view.storeId,
      productId: product > 0 ? String(product) : null,
      variantId: variation > 0 ? String(variation) : null,
      nativeId: String(id),
      name,
      sku: orError(() => held().sku(results, line)),
      quantity: plainDecimal(quantity),
      unitPrice: charge(quantity.eq(0) ? before : before.div(quantity)),
      taxTotal: charge(decimal(meta._line_tax)),
      discountTotal: charge(before.minus(total)),
      total: charge(total),
      options: orError(() => held().options(results, line)),
    };
  }),
);

/** The id that a key holds; 0 where it holds none. */
function idIn(text: string): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

function lineProducts<Key extends ProductKey>(gathering: Gathering, items: number[], keys: readonly Key[]) {
  const products = gathering.add(
    'line-products',
    woo
      .selectFrom('order_item_meta as m')
      .select(numberIn('m.meta_value').as('product_id'))
      .where('m.order_item_id', 'in', items)
      .where('m.meta_key', 'in', ['_product_id', '_variation_id'])
      .where('m.meta_value', '<>', '0'),
  );
  return productMeta(gathering, 'line-goods', valuesFrom(products, 'product_id'), keys);
}

/**
 * Reads what shoppers see of a line besides its name: keys without an underscore before them. Those of attributes are given the
 * attribute's name and, where it is a global one, the name of its term, as WooCommerce does.
 */
function lineOptions(view: WooCommerceView, gathering: Gathering, ids: number[], withTerms: boolean) {
  const held = gathering.add(
    'line-options',
    woo
      .selectFrom('order_item_option as m')
      .select(['m.order_item_id', 'm.meta_key', 'm.meta_value'])
      .where('m.order_item_id', 'in', ids)
      .orderBy('m.meta_id'),
  );
  const rows = rowsOf(held, 'order_item_id');
  const names: NameOfSlug = withTerms ? namesOfSlugs(gathering, 'line-terms', held) : () => null;
  return (results: Results, id: number, attributes: string): SelectedOption[] => {
    const local = heldAttributes(view, attributes);
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
