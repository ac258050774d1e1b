import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Category } from '../../model/category.js';
import type { ProductAttribute, ProductTranslation } from '../../model/product-parts.js';
import type { Selection } from '../../model/selection.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { plainText, unescaped } from '../html-text.js';
import { categoryReading } from './opencart-categories.js';
import type { OpenCartView } from './opencart-config.js';
import { opencart } from './opencart-tables.js';

/** Reads the texts of a product in the default language; `null` where it has none in it. */
export function textsOf(view: OpenCartView, gathering: Gathering, ids: number[], selection: Selection) {
  return rowOf(
    gathering.add(
      'texts',
      opencart
        .selectFrom('product_description as t')
        .select(['t.product_id', 't.name'])
        .$if(selection.has('description'), (query) => query.select('t.description'))
        .$if(selection.has('tags'), (query) => query.select('t.tag'))
        .where('t.product_id', 'in', ids)
        .where('t.language_id', '=', view.native.defaultLanguageId),
    ),
    'product_id',
  );
}

/** Reads a product's texts in every language that the store knows. OpenCart holds no short descriptions. */
export function translationsOf(
  view: OpenCartView,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
): Reading<ProductTranslation[]> {
  const rows = rowsOf(
    gathering.add(
      'translations',
      opencart
        .selectFrom('product_description as t')
        .select(['t.product_id', 't.language_id', 't.name'])
        .$if(selection.has('description'), (query) => query.select('t.description'))
        .where('t.product_id', 'in', ids)
        .orderBy('t.language_id'),
    ),
    'product_id',
  );
  return (results, id) =>
    rows(results, id).flatMap((row) => {
      const language = view.config.languages.find((one) => one.nativeId === String(row.language_id));
      if (!language) return [];
      return [
        {
          language: language.tag,
          name: unescaped(row.name ?? ''),
          description: plainText(row.description),
          shortDescription: null,
        },
      ];
    });
}

/** Reads the paths of a product's further images, in the storefront's order. */
export function imagePathsOf(gathering: Gathering, ids: number[]): Reading<(string | null)[]> {
  const rows = rowsOf(
    gathering.add(
      'images',
      opencart
        .selectFrom('product_image as i')
        .select(['i.product_id', 'i.image'])
        .where('i.product_id', 'in', ids)
        .orderBy('i.sort_order')
        .orderBy('i.product_image_id'),
    ),
    'product_id',
  );
  return (results, id) => rows(results, id).map((row) => row.image);
}

/** Reads a product's attributes in the default language, in the storefront's order; each holds one text. */
export function attributesOf(view: OpenCartView, gathering: Gathering, ids: number[]): Reading<ProductAttribute[]> {
  const language = view.native.defaultLanguageId;
  const rows = rowsOf(
    gathering.add(
      'attributes',
      opencart
        .selectFrom('product_attribute as pa')
        .innerJoin('attribute as a', 'a.attribute_id', 'pa.attribute_id')
        .leftJoin('attribute_description as d', (join) =>
          join.onRef('d.attribute_id', '=', 'pa.attribute_id').on('d.language_id', '=', language),
        )
        .leftJoin('attribute_group as g', 'g.attribute_group_id', 'a.attribute_group_id')
        .leftJoin('attribute_group_description as gd', (join) =>
          join.onRef('gd.attribute_group_id', '=', 'a.attribute_group_id').on('gd.language_id', '=', language),
        )
        .select(['pa.product_id', 'pa.text', 'd.name', 'gd.name as group'])
        .where('pa.product_id', 'in', ids)
        .where('pa.language_id', '=', language)
        .orderBy('g.sort_order')
        .orderBy('gd.name')
        .orderBy('a.sort_order')
        .orderBy('d.name')
        .orderBy('a.attribute_id'),
    ),
    'product_id',
  );
  return (results, id) =>
    rows(results, id).map((row) => {
      const text = plainText(row.text);
      return { name: unescaped(row.name ?? ''), values: text === null ? [] : [text], group: plainText(row.group) };
    });
}

/** Reads the categories that a product is in, by their ids: OpenCart holds no order among them. */
export function categoriesOf(
  view: OpenCartView,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
): Reading<AsRead<Category>[]> {
  const listed = gathering.add(
    'categories',
    opencart
      .selectFrom('product_to_category as pc')
      .select(['pc.product_id', 'pc.category_id as id'])
      .where('pc.product_id', 'in', ids)
      .orderBy('pc.category_id'),
  );
  const rows = rowsOf(listed, 'product_id');
  const read = categoryReading(view, gathering, listed, selection);
  return (results, id) =>
    rows(results, id)
      .map((row) => read(results, row.id))
      .filter((category) => category !== null);
}

/** Reads the names of the manufacturers that rows of products refer to, by manufacturer id. */
export function manufacturersOf(gathering: Gathering, products: Statement<{ manufacturer_id?: number }>) {
  return rowOf(
    gathering.add(
      'manufacturers',
      opencart
        .selectFrom('manufacturer as m')
        .select(['m.manufacturer_id', 'm.name'])
        .where(
          'm.manufacturer_id',
          'in',
          valuesFrom(products as Statement<{ manufacturer_id: number }>, 'manufacturer_id'),
        ),
    ),
    'manufacturer_id',
  );
}

/** Reads whether a product comes with downloads. */
export function downloadsOf(gathering: Gathering, ids: number[]): Reading<boolean> {
  const rows = rowOf(
    gathering.add(
      'downloads',
      opencart
        .selectFrom('product_to_download as pd')
        .select('pd.product_id')
        .distinct()
        .where('pd.product_id', 'in', ids),
    ),
    'product_id',
  );
  return (results, id) => rows(results, id) !== null;
}
