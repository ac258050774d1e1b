import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Category } from '../../model/category.js';
import type { ProductAttribute, ProductTranslation } from '../../model/product-parts.js';
import type { Selection } from '../../model/selection.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { categoryReading } from './prestashop-categories.js';
import type { PrestaShopView } from './prestashop-config.js';
import type { GoodsRow } from './prestashop-goods.js';
import { shopOfProduct } from './prestashop-shops.js';
import { heldText, prestashop } from './prestashop-tables.js';
import type { HeldImage } from './prestashop-urls.js';

/** The texts of products (`p`) in the right shop, as a query without languages or columns. */
function texts(view: PrestaShopView, ids: number[]) {
  return prestashop
    .selectFrom('product as p')
    .innerJoin('product_lang as t', (join) =>
      join.onRef('t.id_product', '=', 'p.id_product').on('t.id_shop', '=', shopOfProduct(view)),
    )
    .where('p.id_product', 'in', ids);
}

/** Reads the texts of a product in the default language; `null` where it has none in it. */
export function textsOf(view: PrestaShopView, gathering: Gathering, ids: number[], selection: Selection) {
  return rowOf(
    gathering.add(
      'texts',
      texts(view, ids)
        .select(['p.id_product', 't.name', 't.link_rewrite'])
        .$if(selection.has('description'), (query) => query.select('t.description'))
        .$if(selection.has('shortDescription'), (query) => query.select('t.description_short'))
        .where('t.id_lang', '=', view.native.languageId),
    ),
    'id_product',
  );
}

/** Reads a product's texts in every language that the store knows. */
export function translationsOf(
  view: PrestaShopView,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
): Reading<ProductTranslation[]> {
  const rows = rowsOf(
    gathering.add(
      'translations',
      texts(view, ids)
        .select(['p.id_product', 't.id_lang', 't.name'])
        .$if(selection.has('description'), (query) => query.select('t.description'))
        .$if(selection.has('shortDescription'), (query) => query.select('t.description_short'))
        .orderBy('t.id_lang'),
    ),
    'id_product',
  );
  return (results, id) =>
    rows(results, id).flatMap((row) => {
      const language = view.config.languages.find((one) => one.nativeId === String(row.id_lang));
      if (!language) return [];
      return [
        {
          language: language.tag,
          name: row.name ?? '',
          description: heldText(row.description),
          shortDescription: heldText(row.description_short),
        },
      ];
    });
}

/** Reads a product's images in the right shop, its cover first. */
export function productImages(
  view: PrestaShopView,
  gathering: Gathering,
  ids: number[],
): Reading<readonly HeldImage[]> {
  return rowsOf(
    gathering.add(
      'images',
      prestashop
        .selectFrom('image as i')
        .innerJoin('product as p', 'p.id_product', 'i.id_product')
        .innerJoin('image_shop as s', (join) =>
          join.onRef('s.id_image', '=', 'i.id_image').on('s.id_shop', '=', shopOfProduct(view)),
        )
        .leftJoin('image_lang as t', (join) =>
          join.onRef('t.id_image', '=', 'i.id_image').on('t.id_lang', '=', view.native.languageId),
        )
        .select(['i.id_product', 'i.id_image', 't.legend'])
        .where('i.id_product', 'in', ids)
        .orderBy((eb) => eb.fn.coalesce('s.cover', eb.lit(0)), 'desc')
        .orderBy('i.position')
        .orderBy('i.id_image'),
    ),
    'id_product',
  );
}

/** Reads a product's features in the default language, in the storefront's order. */
export function featuresOf(view: PrestaShopView, gathering: Gathering, ids: number[]): Reading<ProductAttribute[]> {
  const language = view.native.languageId;
  const rows = rowsOf(
    gathering.add(
      'features',
      prestashop
        .selectFrom('feature_product as fp')
        .innerJoin('feature as f', 'f.id_feature', 'fp.id_feature')
        .leftJoin('feature_lang as n', (join) =>
          join.onRef('n.id_feature', '=', 'fp.id_feature').on('n.id_lang', '=', language),
        )
        .leftJoin('feature_value_lang as v', (join) =>
          join.onRef('v.id_feature_value', '=', 'fp.id_feature_value').on('v.id_lang', '=', language),
        )
        .select(['fp.id_product', 'fp.id_feature', 'n.name', 'v.value'])
        .where('fp.id_product', 'in', ids)
        .orderBy('f.position')
        .orderBy('fp.id_feature')
        .$if(view.columns.has('feature_value', 'position'), (query) =>
          query.leftJoin('feature_value as fv', 'fv.id_feature_value', 'fp.id_feature_value').orderBy('fv.position'),
        )
        .orderBy('fp.id_feature_value'),
    ),
    'id_product',
  );
  return (results, id) => {
    const features = new Map<number, ProductAttribute>();
    for (const row of rows(results, id)) {
      const value = heldText(row.value);
      const feature = features.get(row.id_feature) ?? { name: row.name ?? '', values: [], group: null };
      features.set(row.id_feature, feature);
      if (value !== null) feature.values.push(value);
    }
    return [...features.values()];
  };
}

/** Reads a product's tags in the default language. */
export function tagsOf(view: PrestaShopView, gathering: Gathering, ids: number[]): Reading<string[]> {
  const rows = rowsOf(
    gathering.add(
      'tags',
      prestashop
        .selectFrom('product_tag as pt')
        .innerJoin('tag as t', 't.id_tag', 'pt.id_tag')
        .select(['pt.id_product', 't.name'])
        .where('pt.id_product', 'in', ids)
        .where('t.id_lang', '=', view.native.languageId)
        .orderBy('t.id_tag'),
    ),
    'id_product',
  );
  return (results, id) => rows(results, id).flatMap((row) => heldText(row.name) ?? []);
}

/** Reads the categories that a product is in, by their ids; the technical root is none. */
export function categoriesOf(
  view: PrestaShopView,
  gathering: Gathering,
  ids: number[],
  selection: Selection,
): Reading<AsRead<Category>[]> {
  const listed = gathering.add(
    'categories',
    prestashop
      .selectFrom('category_product as cp')
      .innerJoin('category as c', 'c.id_category', 'cp.id_category')
      .select(['cp.id_product', 'cp.id_category as id'])
      .where('cp.id_product', 'in', ids)
      .where('c.id_parent', '>', 0)
      .orderBy('cp.id_category'),
  );
  const rows = rowsOf(listed, 'id_product');
  const read = categoryReading(view, gathering, listed, selection);
  return (results, id) =>
    rows(results, id)
      .map((row) => read(results, row.id))
      .filter((category) => category !== null);
}

/** Reads the names of the manufacturers that rows of products refer to, by manufacturer id. */
export function manufacturersOf(gathering: Gathering, products: Statement<GoodsRow>) {
  return rowOf(
    gathering.add(
      'manufacturers',
      prestashop
        .selectFrom('manufacturer as m')
        .select(['m.id_manufacturer', 'm.name'])
        .where(
          'm.id_manufacturer',
          'in',
          valuesFrom(products as Statement<{ id_manufacturer: number }>, 'id_manufacturer'),
        ),
    ),
    'id_manufacturer',
  );
}

/** Reads whether a product comes with a file to download. */
export function downloadsOf(gathering: Gathering, ids: number[]): Reading<boolean> {
  const rows = rowOf(
    gathering.add(
      'downloads',
      prestashop
        .selectFrom('product_download as d')
        .select('d.id_product')
        .distinct()
        .where('d.id_product', 'in', ids)
        .where('d.active', '=', 1),
    ),
    'id_product',
  );
  return (results, id) => rows(results, id) !== null;
}

/** Reads the part of addresses that stands for the default categories of products, by category id. */
export function categorySlugsOf(view: PrestaShopView, gathering: Gathering, products: Statement<GoodsRow>) {
  return rowOf(
    gathering.add(
      'category-slugs',
      prestashop
        .selectFrom('category_lang as t')
        .select(['t.id_category', 't.link_rewrite'])
        .where(
          't.id_category',
          'in',
          valuesFrom(products as Statement<{ id_category_default: number }>, 'id_category_default'),
        )
        .where('t.id_lang', '=', view.native.languageId)
        .where('t.id_shop', '=', view.native.shopId),
    ),
    'id_category',
  );
}
