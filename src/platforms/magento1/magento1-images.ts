import type { Image } from '../../model/product-parts.js';
import { type Gathering, rowsOf } from '../gathering.js';
import type { Magento1View } from './magento1-config.js';
import type { EavValue } from './magento1-eav.js';
import { magento } from './magento1-tables.js';
import { textOf } from './magento1-texts.js';

/** A file below a folder of pictures, as part of an address: without its leading slash, each part encoded. */
export function mediaPath(file: string): string {
  return file.replace(/^\/+/, '').split('/').map(encodeURIComponent).join('/');
}

/** The address of a product's picture; null where none was chosen (`no_selection`). */
export function productImageUrl(view: Magento1View, file: EavValue): string | null {
  const path = textOf(file);
  if (path === null || path === 'no_selection') return null;
  return `${view.native.mediaUrl}catalog/product/${mediaPath(path)}`;
}

/**
 * Reads a product's pictures: the main one (`image`) first, even where it is excluded from the gallery, then the gallery by
 * position, without those that the merchant excluded. `main` is the value of the attribute `image`.
 */
export function galleryOf(view: Magento1View, gathering: Gathering, ids: number[]) {
  const { storeId, productAttributes } = view.native;
  const files = gathering.add(
    'gallery',
    magento
      .selectFrom('catalog_product_entity_media_gallery as g')
      .leftJoin('catalog_product_entity_media_gallery_value as d', (join) =>
        join.onRef('d.value_id', '=', 'g.value_id').on('d.store_id', '=', 0),
      )
      .leftJoin('catalog_product_entity_media_gallery_value as s', (join) =>
        join.onRef('s.value_id', '=', 'g.value_id').on('s.store_id', '=', storeId),
      )
      .select(['g.entity_id', 'g.value_id', 'g.value as file'])
      .select(['d.label as label', 'd.position as position', 'd.disabled as disabled'])
      .select(['s.label as own_label', 's.position as own_position', 's.disabled as own_disabled'])
      .where('g.entity_id', 'in', ids)
      .where('g.attribute_id', '=', productAttributes.media_gallery?.id ?? 0)
      .orderBy('g.value_id'),
  );
  const rows = rowsOf(files, 'entity_id');
  return (results: Parameters<typeof rows>[0], id: number, main: EavValue): Image[] => {
    const held = rows(results, id)
      .map((row) => ({
        id: row.value_id,
        file: row.file ?? '',
        label: textOf(row.own_label) ?? textOf(row.label),
        position: row.own_position ?? row.position ?? 0,
        excluded: (row.own_disabled ?? row.disabled ?? 0) === 1,
      }))
      .sort((a, b) => a.position - b.position || a.id - b.id);
    const first = held.find((one) => one.file === main) ?? null;
    const rest = held.filter((one) => one !== first && !one.excluded);
    const shown = productImageUrl(view, main) === null ? rest : [first ?? { file: String(main), label: null }, ...rest];
    return shown.flatMap((one, position) => {
      const url = productImageUrl(view, one.file);
      return url === null ? [] : [{ url, alt: one.label, position }];
    });
  };
}
