import type { Image } from '../../model/product-parts.js';
import { heldText } from '../html-text.js';
import { fileUrl } from '../image-list.js';
import type { Magento1View } from './magento1-config.js';
import type { EavValue } from './magento1-eav.js';
import { facts } from './magento1-product-list.js';
import { magento } from './magento1-relations.js';
import { numberIn, textIn } from './magento1-store-texts.js';

/** The address of a product's picture; null where none was chosen (`no_selection`). */
export function productImageUrl(view: Magento1View, file: EavValue): string | null {
  const path = heldText(file);
  if (path === null || path === 'no_selection') return null;
  return fileUrl(`${view.native.mediaUrl}catalog/product/`, path.replace(/^\/+/, ''));
}

const said = 'catalog_product_entity_media_gallery_value';

const gallery = facts.rowsBeside('gallery', 'g.entity_id', ({ view }) =>
  magento
    .selectFrom('catalog_product_entity_media_gallery as g')
    .select(['g.value_id', 'g.value as file'])
    .select([
      textIn(view, said, 'label', 'value_id', 'g.value_id').as('label'),
      numberIn(view, said, 'position', 'value_id', 'g.value_id').as('position'),
      numberIn(view, said, 'disabled', 'value_id', 'g.value_id').as('disabled'),
    ])
    .where('g.attribute_id', '=', view.native.productAttributes.media_gallery?.id ?? 0)
    .orderBy('g.value_id'),
);

/**
 * A product's pictures: the main one (`image`) first, even where it is excluded from the gallery, then the gallery by position,
 * without those that the merchant excluded.
 */
export const images = facts.made(['image'], [gallery], ({ image: main }, [rows], { view }): Image[] => {
  const all = [...rows()].sort((a, b) => (a.position ?? 0) - (b.position ?? 0) || a.value_id - b.value_id);
  const first = all.find((one) => one.file !== null && one.file === main) ?? { file: main, label: null };
  const rest = all.filter((one) => one !== first && one.disabled !== 1);
  return [first, ...rest]
    .flatMap((one) => {
      const url = productImageUrl(view, one.file);
      return url === null ? [] : [{ url, alt: heldText(one.label) }];
    })
    .map((one, position) => ({ ...one, position }));
});
