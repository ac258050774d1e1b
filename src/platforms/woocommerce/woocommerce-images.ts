import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { Image } from '../../model/product-parts.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { inOrderOf } from '../row-order.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { beginsAfterComma, metaByPlaces, numberAt } from './woocommerce-id-lists.js';
import { imageKeys } from './woocommerce-keys.js';
import { metaOf } from './woocommerce-meta.js';
import { woo } from './woocommerce-relations.js';

/** A statement whose rows name attachments. */
export type AttachmentIds = Statement<{ attachment_id: number | string | null }>;

/** Asks for the ids of the further pictures of products, which are kept as one text: `36,37,60`. */
export function galleryIds(gathering: Gathering, ids: number[]): AttachmentIds {
  return gathering.add(
    'galleries',
    metaByPlaces(beginsAfterComma)
      .where('m.post_id', 'in', ids)
      .where('m.meta_key', '=', '_product_image_gallery')
      .select((eb) => ['m.post_id', numberAt(eb as never, ',').as('attachment_id')]),
  ) as unknown as AttachmentIds;
}

/** Reads pictures by the ids of their attachments, in that order; ids of what was deleted since are passed over. */
export function attachmentImages(
  view: WooCommerceView,
  gathering: Gathering,
  name: string,
  sources: readonly AttachmentIds[],
): (results: Parameters<Reading<unknown>>[0], attachmentIds: readonly (string | number)[]) => Image[] {
  const rows = gathering.add(
    name,
    woo
      .selectFrom('attachment as a')
      .leftJoin('attachment_meta as m', (join) =>
        join.onRef('m.post_id', '=', 'a.ID').on('m.meta_key', 'in', imageKeys),
      )
      .select(['a.ID as attachment', 'a.guid', 'm.meta_id', 'm.meta_key', 'm.meta_value'])
      .where('a.ID', 'in', valuesFrom(sources, 'attachment_id') as number[]),
  );
  const row = rowOf(rows, 'attachment');
  const ofOne = rowsOf(rows, 'attachment');
  const metas = metaOf((results, id) => inOrderOf(ofOne(results, id), 'meta_id'), imageKeys);
  return (results, attachmentIds) => {
    const images: Image[] = [];
    for (const id of new Set(attachmentIds.map(Number))) {
      const held = row(results, id);
      if (!held) continue;
      const meta = metas(results, id);
      const url = addressOf(view, meta._wp_attached_file, held.guid);
      if (url) images.push({ url, alt: plainText(meta._wp_attachment_image_alt), position: images.length });
    }
    return images;
  };
}

/** The address of a file among the uploads, as WordPress makes it: by its path there, else by the address it was given. */
function addressOf(view: WooCommerceView, file: string, guid: string): string | null {
  if (/^https?:\/\//i.test(file)) return file;
  const inside = file.includes('wp-content/uploads/') ? file.slice(file.indexOf('wp-content/uploads/') + 19) : file;
  // WordPress itself leaves signs as they are; these would end the path, or be taken for an escape.
  const path = inside.replaceAll(/[%#?]/g, encodeURIComponent);
  if (path !== '' && !/^(\/|[A-Za-z]:)/.test(path)) return `${view.native.uploads}/${path}`;
  return /^https?:\/\//i.test(guid) ? guid : null;
}
