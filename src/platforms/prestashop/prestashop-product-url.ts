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
  let whole = true;
  const path = route.replace(/\{([^{}]*:)?([a-z0-9_]+)(:[^{}]*)?\}/g, (_all, before = '', keyword, after = '') => {
    const value = values[keyword];
    if (value === undefined) whole = false;
    return value ? `${before.slice(0, -1)}${encodeURIComponent(value)}${after.slice(1)}` : '';
  });
  return whole ? path : null;
}
