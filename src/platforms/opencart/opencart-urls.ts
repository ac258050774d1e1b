import { withoutEnd } from '../../model/trimming.js';
import { plainText } from '../html-text.js';
import type { OpenCartView } from './opencart-config.js';
import { facts } from './opencart-product-list.js';
import { opencart } from './opencart-relations.js';

/** The part of a page's address that stands for one thing, and where it goes among the parts (4.x). */
interface Keyword {
  readonly keyword: string;
  readonly sortOrder: number;
}

/** Whether keywords are kept by key and value, with places in the path, as 4.x has it; 3.x keeps `product_id=42` in one column. */
const isParted = ({ columns }: OpenCartView) => columns.has('seo_url', 'key');

/**
 * The keyword of each product in the main store and the default language, the newest where there are several, as OpenCart's own
 * product form shows it. An address alone needs it only where addresses are rewritten.
 */
const keywordRows = facts.rowBeside('keywords', 'p.product_id', ({ view, selection }) =>
  selection.has('slug') || view.native.seoUrls
    ? opencart
        .selectFrom('product as p')
        .innerJoin('seo_url as u', (join) =>
          join.on((eb) => {
            if (!isParted(view))
              return eb('u.query', '=', eb.fn<string>('concat', [eb.val('product_id='), 'p.product_id']));
            // lower() makes text of the id, without which MySQL would not use the index on key and value.
            const own = eb.fn<string>('lower', ['p.product_id']);
            return eb.and([eb('u.key', '=', 'product_id'), eb('u.value', '=', own)]);
          }),
        )
        .where('u.store_id', '=', 0)
        .where('u.language_id', '=', view.native.defaultLanguageId)
        .select('u.keyword')
        .$if(isParted(view), (query) => query.select('u.sort_order'))
        .orderBy('u.seo_url_id', 'desc')
    : null,
);

const keyword = facts.shaped(keywordRows, (row): Keyword | null => {
  const own = plainText(row?.keyword);
  return own === null ? null : { keyword: own, sortOrder: row?.sort_order ?? 0 };
});

/** The store that shows a product, the main one before all others; asked for where there are several. */
const stores = facts.rowBeside('product-stores', 's.product_id', ({ view }) =>
  view.config.channels.length > 1
    ? opencart
        .selectFrom('product_to_store as s')
        .select([(eb) => eb.fn.min('s.store_id').as('store_id')])
        .groupBy('s.product_id')
    : null,
);

/** The product's own part of its address. */
export const slug = facts.asked(keyword, (own) => own?.keyword ?? null);

/**
 * Where shoppers see a product: the rewritten address where the shop has those on and the product has a keyword, else the one that works in every
 * shop. What another store alone shows is at that store's address.
 */
export const url = facts.made([], [keyword, stores], (_row, [found, store], { view, id }) => {
  const { native, url: root } = view;
  const parted = isParted(view);
  const language = `language=${encodeURIComponent(native.languageCode)}`;
  const plain = `index.php?route=product/product${parted ? `&${language}` : ''}&product_id=${id}`;
  const other = store()?.store_id ?? 0;
  if (other > 0) {
    const address = view.config.channels.find((channel) => channel.nativeId === String(other))?.url;
    return address ? `${withoutEnd(address, '/')}/${plain}` : null;
  }
  const own = found();
  if (!native.seoUrls || !own) return `${root}${plain}`;
  if (!parted) return `${root}${encodePath(own.keyword)}`;
  const parts = [...native.seoParts, { key: 'product_id', ...own }].sort((a, b) => a.sortOrder - b.sortOrder);
  const replaced = new Set(parts.map((part) => part.key));
  const query = [
    ...(replaced.has('route') ? [] : ['route=product/product']),
    ...(replaced.has('language') ? [] : [language]),
  ].join('&');
  return `${root}${parts.map((part) => encodePath(part.keyword)).join('/')}${query ? `?${query}` : ''}`;
});

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
