import type { OptionKind, ProductOption, ProductOptionValue } from '../../model/product-parts.js';
import { decimal, money } from '../decimals.js';
import { rowsOf } from '../gathering.js';
import { unescaped } from '../html-text.js';
import type { ZenCartView } from './zencart-config.js';
import { facts } from './zencart-product-list.js';
import { zencart } from './zencart-relations.js';

/**
 * What a shopper chooses on a product, in the storefront's order. Zen Cart calls these attributes: each is a value of an
 * option with a price of its own, and none is a variant. An option's id is that of the option; a value's is that of the attribute.
 */
export const options = facts.ask([], ({ view, gathering, ids }) => {
  const { native } = view;
  const language = native.defaultLanguageId;
  let query = zencart
    .selectFrom('products_attributes as a')
    .leftJoin('products_options as o', (join) =>
      join.onRef('o.products_options_id', '=', 'a.options_id').on('o.language_id', '=', language),
    )
    .leftJoin('products_options_values as v', (join) =>
      join.onRef('v.products_options_values_id', '=', 'a.options_values_id').on('v.language_id', '=', language),
    )
    .select([
      'a.products_id',
      'a.products_attributes_id',
      'a.options_id',
      'a.options_values_id',
      'a.attributes_required',
    ])
    .select(['a.options_values_price', 'a.price_prefix', 'o.products_options_name', 'o.products_options_type'])
    .select(['o.products_options_rows', 'v.products_options_values_name'])
    .where('a.products_id', 'in', ids);
  if (!native.optionsByName) query = query.orderBy('o.products_options_sort_order');
  query = query
    .orderBy('o.products_options_name')
    .orderBy('a.options_id')
    .orderBy('a.products_options_sort_order')
    .orderBy(native.valuesByPrice ? 'a.options_values_price' : 'v.products_options_values_name')
    .orderBy('a.products_attributes_id');
  const attributes = rowsOf(gathering.add('attributes', query), 'products_id');

  return (results, id) => {
    const found = new Map<number, ProductOption>();
    for (const row of attributes(results, id)) {
      const kind = kindOf(view, row.products_options_type, row.products_options_rows);
      const option = found.get(row.options_id) ?? {
        nativeId: String(row.options_id),
        name: unescaped(row.products_options_name ?? ''),
        kind,
        required: false,
        values: [],
      };
      found.set(row.options_id, option);
      if (row.attributes_required === 1) option.required = true;
      // What a shopper fills in has one value, of id 0, that only carries its price.
      if (kind === 'TEXT' || kind === 'TEXTAREA' || kind === 'FILE') continue;
      const value: ProductOptionValue = {
        nativeId: String(row.products_attributes_id),
        name: unescaped(row.products_options_values_name ?? ''),
        priceDelta: money(
          decimal(row.options_values_price).times(row.price_prefix === '-' ? -1 : 1),
          view.config.defaultCurrency,
        ),
        quantity: null,
        sku: null,
      };
      option.values.push(value);
    }
    return [...found.values()];
  };
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
