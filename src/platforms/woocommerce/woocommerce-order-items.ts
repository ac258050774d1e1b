import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { SelectedOption } from '../../model/product-parts.js';
import { type Gathering, rowsOf } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import { heldAttributes } from './woocommerce-attributes.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { type Meta, metaOf, productMeta } from './woocommerce-meta.js';
import { woo } from './woocommerce-tables.js';
import { type NameOfSlug, namesOfSlugs } from './woocommerce-terms.js';

/** An item of an order: a line, coupon, fee, tax or shipping, with its keys. */
export interface Item {
  readonly id: number;
  readonly type: string;
  /** As plain text. */
  readonly name: string;
  readonly meta: Meta;
}

export type Items = (results: Results, orderId: number, type: string) => readonly Item[];

const itemKeys: Readonly<Record<string, readonly string[]>> = {
  line_item: [
    '_product_id',
    '_variation_id',
    '_qty',
    '_line_subtotal',
    '_line_subtotal_tax',
    '_line_total',
    '_line_tax',
  ],
  fee: ['_line_total', '_line_tax'],
  shipping: ['cost'],
  tax: ['label', 'tax_amount', 'shipping_tax_amount'],
  coupon: ['discount_amount'],
};

/** Asks for the items of orders of these types, with the keys that each type is made of. */
export function itemsOf(
  gathering: Gathering,
  ids: number[],
  types: readonly string[],
): { readonly listed: Statement<{ order_item_id: number }>; readonly items: Items } {
  const listed = gathering.add(
    'items',
    woo
      .selectFrom('order_item as i')
      .select(['i.order_item_id', 'i.order_id', 'i.order_item_type', 'i.order_item_name'])
      .where('i.order_id', 'in', ids)
      .where('i.order_item_type', 'in', [...types])
      .orderBy('i.order_item_id'),
  );
  const keys = [...new Set(types.flatMap((type) => itemKeys[type] ?? []))];
  const metas = metaOf(
    gathering.add(
      'item-meta',
      woo
        .selectFrom('order_item_meta as m')
        .select(['m.order_item_id', 'm.meta_key', 'm.meta_value'])
        .where('m.order_item_id', 'in', valuesFrom(listed, 'order_item_id'))
        .where('m.meta_key', 'in', keys)
        .orderBy('m.meta_id'),
    ),
    'order_item_id',
  );
  const rows = rowsOf(listed, 'order_id');
  return {
    listed,
    items: (results, id, type) =>
      rows(results, id)
        .filter((row) => row.order_item_type === type)
        .map((row) => ({
          id: row.order_item_id,
          type,
          name: unescaped(row.order_item_name),
          meta: metas(results, row.order_item_id),
        })),
  };
}

/** What lines have from the products that they are of, as those are now: WooCommerce keeps no SKU with a line. */
export interface LineGoods {
  sku(results: Results, item: Item): string | null;
  options(results: Results, item: Item): SelectedOption[];
}

/**
 * Asks for the SKUs of the products of lines, and for what was chosen on the lines. Where the owner lets no catalog be read, lines
 * have no SKU, and what was chosen has the names that the order itself keeps.
 */
export function lineGoodsOf(
  view: WooCommerceView,
  gathering: Gathering,
  items: Statement<{ order_item_id: number }>,
  wanted: { readonly sku: boolean; readonly options: boolean },
): LineGoods {
  const ids = valuesFrom(items, 'order_item_id');
  if (!view.columns.has('product_meta')) {
    const kept = wanted.options ? lineOptions(gathering, ids, false) : null;
    return { sku: () => null, options: (results, item) => kept?.(results, item.id, view, '') ?? [] };
  }
  const products = gathering.add(
    'line-products',
    woo
      .selectFrom('order_item_meta as m')
      .select('m.meta_value as product_id')
      .where('m.order_item_id', 'in', ids)
      .where('m.meta_key', 'in', ['_product_id', '_variation_id'])
      .where('m.meta_value', '<>', '0'),
  );
  const keys = [...(wanted.sku ? ['_sku'] : []), ...(wanted.options ? ['_product_attributes'] : [])];
  const goods =
    keys.length > 0
      ? productMeta(gathering, 'line-goods', valuesFrom(products, 'product_id') as unknown as number[], keys)
      : null;
  const options = wanted.options ? lineOptions(gathering, ids, true) : null;
  return {
    sku(results, item) {
      const variation = idIn(item.meta, '_variation_id');
      const own = goods?.(results, variation || idIn(item.meta, '_product_id')).get('_sku');
      return plainText(own);
    },
    options(results, item) {
      const attributes = goods?.(results, idIn(item.meta, '_product_id')).get('_product_attributes') ?? '';
      return options?.(results, item.id, view, attributes) ?? [];
    },
  };
}

/** The id that a key holds; 0 where it holds none. */
export function idIn(meta: Meta, key: string): number {
  const text = meta.get(key);
  return /^\d{1,15}$/.test(text) ? Number(text) : 0;
}

/**
 * Reads what shoppers see of a line besides its name: keys without an underscore before them. Those of attributes are given the
 * attribute's name and, where it is a global one, the name of its term, as WooCommerce does.
 */
function lineOptions(gathering: Gathering, ids: number[], withTerms: boolean) {
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
  return (results: Results, id: number, view: WooCommerceView, attributes: string): SelectedOption[] => {
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
