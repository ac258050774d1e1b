import { LRUCache } from 'lru-cache';
import type { PrestaShopView } from './prestashop-view.js';

/** What a product's address may be made of. */
export interface AddressParts {
  readonly id: number;
  readonly slug: string | null;
  readonly ean13: string | null;
  readonly reference: string | null;
  /** Part of the address of the product's default category. */
  readonly category: string | null;
}

/**
 * Where shoppers see a product: the rewritten address where the shop has those on and its form asks for nothing that is not
 * at hand, else the one that works in every shop.
 */
export function productUrl(view: PrestaShopView, parts: AddressParts): string {
  const { languagePath, languageId, productRoute } = view.native;
  const rewritten = productRoute && rewrittenPath(productRoute, parts);
  if (rewritten) return `${view.url}${languagePath ? `${languagePath}/` : ''}${rewritten}`;
  const language = languagePath ? `&id_lang=${languageId}` : '';
  return `${view.url}index.php?controller=product&id_product=${parts.id}${language}`;
}

/** A route of more signs than this is none: what is made of it stands in every product. */
const longestRoute = 1_000;

/** A keyword of a route, with what stands before and behind it where it has a value. */
interface Keyword {
  readonly before: string;
  readonly name: string;
  readonly behind: string;
}

/** Routes taken apart, each with null where it asks for what is not at hand. */
const known = new LRUCache<string, { readonly pieces: readonly (string | Keyword)[] | null }>({ max: 100 });

function piecesOf(route: string, names: Readonly<Record<string, unknown>>): readonly (string | Keyword)[] | null {
  if (route.length > longestRoute) return null;
  const before = known.get(route);
  if (before) return before.pieces;
  const pieces = route.split(/(\{[^{}]*\})/).map((piece, i) => {
    // What stands before and behind the keyword, between colons, is there only where it has a value.
    const parts = piece.slice(1, -1).split(':');
    const at = i % 2 === 1 ? parts.findLastIndex((part) => /^[a-z0-9_]+$/.test(part)) : -1;
    if (at < 0) return piece;
    return { before: parts.slice(0, at).join(':'), name: parts[at] ?? '', behind: parts.slice(at + 1).join(':') };
  });
  const isWhole = pieces.every((piece) => typeof piece === 'string' || Object.hasOwn(names, piece.name));
  known.set(route, { pieces: isWhole ? pieces : null });
  return isWhole ? pieces : null;
}

/** Fills a route such as `{category:/}{id}-{rewrite}{-:ean13}.html`; null where it asks for something else. */
function rewrittenPath(route: string, parts: AddressParts): string | null {
  const values: Readonly<Record<string, string | null>> = {
    id: String(parts.id),
    rewrite: parts.slug,
    ean13: parts.ean13,
    reference: parts.reference,
    category: parts.category,
    // The product's own page shows no combination in particular.
    id_product_attribute: null,
  };
  const pieces = piecesOf(route, values);
  if (!pieces) return null;
  let path = '';
  for (const piece of pieces) {
    const value = typeof piece === 'string' ? null : values[piece.name];
    if (typeof piece === 'string') path += piece;
    else if (value) path += `${piece.before}${encodeURIComponent(value)}${piece.behind}`;
  }
  return path;
}
