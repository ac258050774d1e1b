import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { Image } from '../../model/product-parts.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import type { OpenCartView } from './opencart-config.js';
import { opencart } from './opencart-tables.js';

/** The part of a page's address that stands for one thing, and where it goes among the parts (4.x). */
export interface Keyword {
  readonly keyword: string;
  readonly sortOrder: number;
}

/** Images from their paths below `image/`, in order; blank paths are left out. OpenCart holds no alternative texts. */
export function imagesOf(view: OpenCartView, paths: readonly (string | null)[]): Image[] {
  return paths
    .map((path) => plainText(path))
    .filter((path) => path !== null)
    .map((path, position) => ({ url: imageUrl(view.url, path), alt: null, position }));
}

function imageUrl(root: string, path: string): string {
  if (/^https?:\/\//i.test(path)) return path;
  return `${root}image/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/**
 * The keyword of each product in the main store and the default language, the newest where there are several, as OpenCart's own
 * product form shows it. 3.x keeps `product_id=42` in one column, 4.x in two.
 */
export function productKeywords(
  view: OpenCartView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
): Reading<Keyword | null> {
  const ofStore = opencart.selectFrom('product as p').where('p.product_id', 'in', valuesFrom(listed, 'id'));
  if (!view.columns.has('seo_url', 'key')) {
    const keywords = gathering.add(
      'keywords',
      ofStore
        .innerJoin('seo_url as u', (join) =>
          join.on((eb) => eb('u.query', '=', eb.fn<string>('concat', [eb.val('product_id='), 'p.product_id']))),
        )
        .where('u.store_id', '=', 0)
        .where('u.language_id', '=', view.native.defaultLanguageId)
        .select(['p.product_id', 'u.keyword'])
        .orderBy('u.seo_url_id', 'desc'),
    );
    const rows = rowsOf(keywords, 'product_id');
    return (results, id) => {
      const keyword = plainText(rows(results, id)[0]?.keyword);
      return keyword === null ? null : { keyword, sortOrder: 0 };
    };
  }
  const keywords = gathering.add(
    'keywords',
    ofStore
      .innerJoin('seo_url as u', (join) =>
        // lower() makes text of the id, without which MySQL would not use the index on key and value.
        join.on((eb) =>
          eb.and([eb('u.key', '=', 'product_id'), eb('u.value', '=', eb.fn<string>('lower', ['p.product_id']))]),
        ),
      )
      .where('u.store_id', '=', 0)
      .where('u.language_id', '=', view.native.defaultLanguageId)
      .select(['p.product_id', 'u.keyword', 'u.sort_order'])
      .orderBy('u.seo_url_id', 'desc'),
  );
  const rows = rowsOf(keywords, 'product_id');
  return (results, id) => {
    const row = rows(results, id)[0];
    const keyword = plainText(row?.keyword);
    return row && keyword !== null ? { keyword, sortOrder: row.sort_order } : null;
  };
}

/**
 * Where shoppers see a product: the rewritten address where the shop has those on and the product has a keyword, else the one
 * that works in every shop.
 */
export function productUrl(view: OpenCartView, id: number, keyword: Keyword | null): string {
  const { native, url } = view;
  const parted = view.columns.has('seo_url', 'key');
  if (native.seoUrls && keyword && !parted) return `${url}${encodePath(keyword.keyword)}`;
  const language = parted ? `&language=${encodeURIComponent(native.languageCode)}` : '';
  if (!native.seoUrls || !keyword) return `${url}index.php?route=product/product${language}&product_id=${id}`;
  const parts = [...native.seoParts, { key: 'product_id', ...keyword }].sort((a, b) => a.sortOrder - b.sortOrder);
  const replaced = new Set(parts.map((part) => part.key));
  const query = [
    ...(replaced.has('route') ? [] : ['route=product/product']),
    ...(replaced.has('language') ? [] : [`language=${encodeURIComponent(native.languageCode)}`]),
  ].join('&');
  return `${url}${parts.map((part) => encodePath(part.keyword)).join('/')}${query ? `?${query}` : ''}`;
}

function encodePath(keyword: string): string {
  return keyword.split('/').map(encodeURIComponent).join('/');
}
