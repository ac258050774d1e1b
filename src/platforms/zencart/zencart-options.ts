import type { OptionKind, ProductOption } from '../../model/product-parts.js';
import { decimal, money } from '../decimals.js';
import { unescaped } from '../html-text.js';
import type { ZenCartView } from './zencart-config.js';
import { facts } from './zencart-product-list.js';
import { zencart } from './zencart-relations.js';

/**
 * What a shopper chooses on a product, in the storefront's order. Zen Cart calls these attributes: each is a value of an
 * option with a price of its own, and none is a variant. An option's id is that of the option; a value's is that of the attribute.
 */
const attributes = facts.rowsBeside('attributes', 'a.products_id', ({ view: { native } }) =>
  zencart
    .selectFrom('products_attributes as a')
    .leftJoin('products_options as o', (join) =>
      join.onRef('o.products_options_id', '=', 'a.options_id').on('o.language_id', '=', native.defaultLanguageId),
    )
    .leftJoin('products_options_values as v', (join) =>
      join
        .onRef('v.products_options_values_id', '=', 'a.options_values_id')
        .on('v.language_id', '=', native.defaultLanguageId),
    )
    .select(['a.products_attributes_id', 'a.options_id', 'a.options_values_id', 'a.attributes_required'])
    .select(['a.options_values_price', 'a.price_prefix', 'o.products_options_name', 'o.products_options_type'])
    .select(['o.products_options_rows', 'v.products_options_values_name'])
    .$if(!native.optionsByName, (query) => query.orderBy('o.products_options_sort_order'))
    .orderBy('o.products_options_name')
    .orderBy('a.options_id')
    .orderBy('a.products_options_sort_order')
    .orderBy(native.valuesByPrice ? 'a.options_values_price' : 'v.products_options_values_name')
    .orderBy('a.products_attributes_id'),
);

export const options = facts.asked(attributes, (rows, { view }): ProductOption[] => {
  const found = new Map<number, ProductOption>();
  for (const row of rows) {
    const [nativeId, name] = [String(row.options_id), unescaped(row.products_options_name ?? '')];
    const kind = kindOf(view, row.products_options_type, row.products_options_rows);
    const option = found.get(row.options_id) ?? { nativeId, name, kind, required: false, values: [] };
    found.set(row.options_id, option);
    if (row.attributes_required === 1) option.required = true;
    // What a shopper fills in has one value, of id 0, that only carries its price.
    if (kind === 'TEXT' || kind === 'TEXTAREA' || kind === 'FILE') continue;
    const delta = decimal(row.options_values_price).times(row.price_prefix === '-' ? -1 : 1);
    option.values.push({
      nativeId: String(row.products_attributes_id),
      name: unescaped(row.products_options_values_name ?? ''),
      priceDelta: money(delta, view.config.defaultCurrency),
      quantity: null,
      sku: null,
    });
  }
  return [...found.values()];
});

/** How an option is answered; what is only to be read (type 5) and the types of extensions are OTHER. */
function kindOf(view: ZenCartView, type: number | null, rows: number | null): OptionKind {
  const types = view.native.optionTypes;
  if (type === types.select) return 'SELECT';
  if (type === types.text) return (rows ?? 1) > 1 ? 'TEXTAREA' : 'TEXT';
  if (type === types.radio) return 'RADIO';
  if (type === types.checkbox) return 'CHECKBOX';
  return type === types.file ? 'FILE' : 'OTHER';
}
