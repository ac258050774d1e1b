import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Category } from '../../model/category.js';
import type { Brand, ProductTranslation } from '../../model/product-parts.js';
import type { Selection } from '../../model/selection.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { unescaped } from '../html-text.js';
import { categoryReading } from './zencart-categories.js';
import type { ZenCartView } from './zencart-config.js';
import { zencart } from './zencart-tables.js';
import { htmlOf } from './zencart-texts.js';

/** Reads the texts of a product in the default language; `null` where it has none in it. */
export function textsOf(view: ZenCartView, gathering: Gathering, ids: number[], selection: Selection) {
  return rowOf(
    gathering.add(
      'texts',
      zencart
        .selectFrom('products_description as t')
        .select(['t.products_id', 't.products_name'])
        .$if(selection.has('description'), (query) => query.select('t.products_description'))
        .where('t.products_id', 'in', ids)
        .where('t.language_id', '=', view.native.defaultLanguageId),
    ),
    'products_id',
  );
}

/** Reads a product's texts in every language that the store knows. Zen Cart holds no short descriptions. */
export function translationsOf(
  view: ZenCartView,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
): Reading<ProductTranslation[]> {
  const rows = rowsOf(
    gathering.add(
      'translations',
      zencart
        .selectFrom('products_description as t')
        .select(['t.products_id', 't.language_id', 't.products_name'])
        .$if(selection.has('description'), (query) => query.select('t.products_description'))
        .where('t.products_id', 'in', ids)
        .orderBy('t.language_id'),
    ),
    'products_id',
  );
  return (results, id) =>
    rows(results, id).flatMap((row) => {
      const language = view.config.languages.find((one) => one.nativeId === String(row.language_id));
      if (!language) return [];
      const description = htmlOf(row.products_description);
      return [
        { language: language.tag, name: unescaped(row.products_name ?? ''), description, shortDescription: null },
      ];
    });
}

/** Reads the paths of a product's further images, in the store's order; none before 2.1, which kept them in the folder alone. */
export function imagePathsOf(view: ZenCartView, gathering: Gathering, ids: number[]): Reading<(string | null)[]> {
  if (!view.columns.has('products_additional_images')) return () => [];
  const rows = rowsOf(
    gathering.add(
      'images',
      zencart
        .selectFrom('products_additional_images as i')
        .select(['i.products_id', 'i.additional_image'])
        .where('i.products_id', 'in', ids)
        .orderBy('i.sort_order')
        .orderBy('i.id'),
    ),
    'products_id',
  );
  return (results, id) => rows(results, id).map((row) => row.additional_image);
}

/** Reads the categories that a product is linked to, its master category among them, by their ids. */
export function categoriesOf(
  view: ZenCartView,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
): Reading<AsRead<Category>[]> {
  const listed = gathering.add(
    'categories',
    zencart
      .selectFrom('products_to_categories as c')
      .select(['c.products_id', 'c.categories_id as id'])
      .where('c.products_id', 'in', ids)
      .orderBy('c.categories_id'),
  );
  const rows = rowsOf(listed, 'products_id');
  const read = categoryReading(view, gathering, listed, selection);
  return (results, id) =>
    rows(results, id)
      .map((row) => read(results, row.id))
      .filter((category) => category !== null);
}

/** Reads the manufacturers that rows of products refer to. */
export function brandsOf(gathering: Gathering, products: Statement<{ manufacturers_id?: number | null }>) {
  const rows = rowOf(
    gathering.add(
      'manufacturers',
      zencart
        .selectFrom('manufacturers as m')
        .select(['m.manufacturers_id', 'm.manufacturers_name'])
        .where(
          'm.manufacturers_id',
          'in',
          valuesFrom(products as Statement<{ manufacturers_id: number }>, 'manufacturers_id'),
        ),
    ),
    'manufacturers_id',
  );
  return (results: Results, id: number): Brand | null => {
    const row = rows(results, id);
    return row ? { nativeId: String(row.manufacturers_id), name: unescaped(row.manufacturers_name ?? '') } : null;
  };
}

/** Reads whether one of a product's attributes is a file to download. */
export function downloadsOf(gathering: Gathering, ids: number[]): Reading<boolean> {
  const rows = rowOf(
    gathering.add(
      'downloads',
      zencart
        .selectFrom('products_attributes as a')
        .innerJoin('products_attributes_download as d', 'd.products_attributes_id', 'a.products_attributes_id')
        .select('a.products_id')
        .distinct()
        .where('a.products_id', 'in', ids),
    ),
    'products_id',
  );
  return (results, id) => rows(results, id) !== null;
}
