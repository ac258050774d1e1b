import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Category } from '../../model/category.js';
import type { Brand, ProductAttribute, ProductTranslation } from '../../model/product-parts.js';
import type { Selection } from '../../model/selection.js';
import { decimalOrNull, plainDecimal } from '../decimals.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { categoryReading } from './magento1-categories.js';
import type { Magento1View } from './magento1-config.js';
import type { EavAttribute, EavValue, EavValues } from './magento1-eav.js';
import type { ShownAttribute } from './magento1-model.js';
import { magento } from './magento1-tables.js';
import { textOf } from './magento1-texts.js';

/** Reads the names of options, in the default store view or, where it has none of its own, in all. */
export type OptionNames = (results: Results, optionId: number) => string | null;

/**
 * Asks for the names of the options that whole-number values name, and of all options of the attributes (by id) that hold options
 * in texts: several in one, or from before their type was changed.
 */
export function optionNamesOf(
  view: Magento1View,
  gathering: Gathering,
  values: EavValues,
  inTexts: readonly number[],
): OptionNames {
  const { storeId } = view.native;
  const named = () =>
    magento
      .selectFrom('eav_attribute_option_value as v')
      .select(['v.option_id', 'v.store_id', 'v.value'])
      .where('v.store_id', 'in', [0, storeId]);
  const numbers = values.statement('int') as Statement<{ value: number }> | null;
  const readings = [
    ...(numbers
      ? [gathering.add('option-names', named().where('v.option_id', 'in', valuesFrom(numbers, 'value')))]
      : []),
    ...(inTexts.length > 0
      ? [
          gathering.add(
            'text-option-names',
            named()
              .innerJoin('eav_attribute_option as o', 'o.option_id', 'v.option_id')
              .where('o.attribute_id', 'in', [...inTexts]),
          ),
        ]
      : []),
  ].map((statement) => rowsOf(statement, 'option_id'));
  return (results, optionId) => {
    const rows = readings.flatMap((reading) => reading(results, optionId));
    return textOf((rows.find((row) => row.store_id === storeId) ?? rows.find((row) => row.store_id === 0))?.value);
  };
}

/** The facts that a product of this type and set has, by the set's order of them; those that tell its variants apart are left out. */
export function attributesOf(
  view: Magento1View,
  values: EavValues,
  names: OptionNames | null,
): (
  results: Results,
  id: number,
  product: { type: string; set: number },
  chosen: ReadonlySet<number>,
) => ProductAttribute[] {
  return (results, id, product, chosen) =>
    view.native.shown
      .flatMap((attribute) => {
        const place = attribute.sets[product.set];
        const applies = attribute.applyTo === null || attribute.applyTo.includes(product.type);
        if (!place || !applies || chosen.has(attribute.id)) return [];
        const held = factsOf(
          attribute,
          values.value(results, id, attribute.code),
          (option) => names?.(results, option) ?? null,
        );
        if (held.length === 0) return [];
        return [{ place: place.place, fact: { name: attribute.label, values: held, group: textOf(place.group) } }];
      })
      .sort((a, b) => a.place - b.place)
      .map(({ fact }) => fact);
}

function factsOf(attribute: ShownAttribute, value: EavValue, nameOf: (option: number) => string | null): string[] {
  const text = textOf(value);
  if (text === null) return [];
  if (attribute.hasOptions) {
    return text
      .split(',')
      .map((option) => nameOf(Number(option)))
      .filter((name) => name !== null);
  }
  if (attribute.input === 'boolean') return [Number(text) === 1 ? 'Yes' : 'No'];
  if (attribute.type === 'decimal') return [plainDecimal(decimalOrNull(text) ?? decimalZero)];
  return [attribute.input === 'date' ? text.slice(0, 10) : text];
}

const decimalZero = decimalOrNull(0) as NonNullable<ReturnType<typeof decimalOrNull>>;

/** The attribute that says who makes a product: Magento's own, else one that merchants commonly make. */
export function brandAttribute(view: Magento1View): EavAttribute | undefined {
  const { productAttributes } = view.native;
  return productAttributes.manufacturer ?? productAttributes.brand;
}

/** The maker of a product; null for none and for one whose option was deleted. */
export function brandOf(value: EavValue, nameOf: (option: number) => string | null): Brand | null {
  const id = textOf(value);
  if (id === null) return null;
  const name = /^\d+$/.test(id) ? nameOf(Number(id)) : id;
  return name === null ? null : { nativeId: id, name };
}

/** The texts in each language of the store, as its store view shows them: its own, else those for all. */
export function translationsOf(view: Magento1View, values: EavValues): Reading<ProductTranslation[]> {
  return (results, id) =>
    view.native.languageStores.map(({ language, storeId }) => {
      const text = (code: string) => textOf(values.valueIn(storeId, results, id, code));
      return {
        language,
        name: text('name') ?? String(id),
        description: text('description'),
        shortDescription: text('short_description'),
      };
    });
}

/** Reads the categories that a product is in, by their ids; technical roots are left out. */
export function categoriesOf(
  view: Magento1View,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
): Reading<AsRead<Category>[]> {
  const listed = gathering.add(
    'categories',
    magento
      .selectFrom('catalog_category_product as p')
      .select(['p.product_id', 'p.category_id as id'])
      .where('p.product_id', 'in', ids)
      .orderBy('p.category_id'),
  );
  const rows = rowsOf(listed, 'product_id');
  const read = categoryReading(view, gathering, listed, selection);
  return (results, id) =>
    rows(results, id)
      .map((row) => read(results, row.id))
      .filter((category) => category !== null);
}

/** Reads the tags that shoppers gave and the merchant approved; none in stores without that module. */
export function tagsOf(view: Magento1View, gathering: Gathering, ids: number[]): Reading<string[]> {
  if (!view.columns.has('tag_relation') || !view.columns.has('tag')) return () => [];
  const rows = rowsOf(
    gathering.add(
      'tags',
      magento
        .selectFrom('tag_relation as r')
        .innerJoin('tag as t', 't.tag_id', 'r.tag_id')
        .select(['r.product_id', 't.tag_id', 't.name'])
        .distinct()
        .where('r.product_id', 'in', ids)
        .where('r.active', '=', 1)
        .where('t.status', '=', 1)
        .orderBy('t.tag_id'),
    ),
    'product_id',
  );
  return (results, id) => rows(results, id).flatMap((row) => textOf(row.name) ?? []);
}

/** Reads the path of a product's page in the default store view, as Magento's own index of addresses has it; null for none. */
export function requestPathsOf(view: Magento1View, gathering: Gathering, ids: number[]): Reading<string | null> {
  const row = rowOf(
    gathering.add(
      'paths',
      magento
        .selectFrom('core_url_rewrite as u')
        .select(['u.product_id', 'u.request_path'])
        .where('u.product_id', 'in', ids)
        .where('u.category_id', 'is', null)
        .where('u.store_id', '=', view.native.storeId)
        .where('u.is_system', '=', 1)
        .orderBy('u.url_rewrite_id'),
    ),
    'product_id',
  );
  return (results, id) => textOf(row(results, id)?.request_path);
}

/** Where shoppers see a product: its own path, else the one that works for every product. */
export function productUrl(view: Magento1View, id: number, path: string | null): string {
  const own = path?.split('/').map(encodeURIComponent).join('/');
  return `${view.native.linkUrl}${own ?? `catalog/product/view/id/${id}/`}`;
}
