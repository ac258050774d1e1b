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
  if (route.length > longestRoute) return null;
  let whole = true;
  const path = route.replace(/\{([^{}]*)\}/g, (all, inside: string) => {
    // What stands before and behind the keyword, between colons, is there only where it has a value.
    const parts = inside.split(':');
    const at = parts.findLastIndex((part) => /^[a-z0-9_]+$/.test(part));
    if (at < 0) return all;
    const value = values[parts[at] ?? ''];
    if (value === undefined) whole = false;
    return value ? `${parts.slice(0, at).join(':')}${encodeURIComponent(value)}${parts.slice(at + 1).join(':')}` : '';
  });
  return whole ? path : null;
}
