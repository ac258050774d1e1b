import type { Image } from '../../model/product-parts.js';
import { heldText } from '../html-text.js';
import { prestashop } from './prestashop-relations.js';
import { shopOfProduct } from './prestashop-shops.js';
import type { PrestaShopView } from './prestashop-view.js';

const imageRows = ({ native }: PrestaShopView) =>
  prestashop
    .selectFrom('image as i')
    .leftJoin('image_lang as t', (join) =>
      join.onRef('t.id_image', '=', 'i.id_image').on('t.id_lang', '=', native.languageId),
    )
    .select(['i.id_image', 't.legend']);

/** A product's images in the right shop, its cover first. */
export const productImageRows = (view: PrestaShopView) =>
  imageRows(view)
    .innerJoin('product as p', 'p.id_product', 'i.id_product')
    .innerJoin('image_shop as s', (join) =>
      join.onRef('s.id_image', '=', 'i.id_image').on('s.id_shop', '=', shopOfProduct(view)),
    )
    .orderBy((eb) => eb.fn.coalesce('s.cover', eb.lit(0)), 'desc')
    .orderBy('i.position')
    .orderBy('i.id_image');

/** The pictures of combinations, in the product's order. */
export const combinationImageRows = (view: PrestaShopView) =>
  imageRows(view)
    .innerJoin('product_attribute_image as c', 'c.id_image', 'i.id_image')
    .orderBy('i.position')
    .orderBy('i.id_image');

/** The originals of images: a folder for each digit of the number, `img/p/1/2/12.jpg`, whatever it was uploaded as. */
export function shownImages(
  rows: readonly { id_image: number; legend: string | null }[],
  view: PrestaShopView,
): Image[] {
  return rows.map(({ id_image: id, legend }, position) => ({
    url: `${view.url}img/p/${[...String(id)].join('/')}/${id}.jpg`,
    alt: heldText(legend),
    position,
  }));
}
