import type { WooCommerceView } from './woocommerce-config.js';

const shown = ['publish', 'private'];

/**
 * Where shoppers see a product. Where the address cannot be made from what is at hand (no rewriting, a category in it, a product
 * that is not published), it carries the id, and WordPress leads on from there.
 */
export function productUrl(
  view: WooCommerceView,
  id: number,
  row: { readonly post_name: string | null; readonly post_status: string | null },
): string {
  const { home, permalinks, productBase } = view.native;
  const slug = row.post_name ?? '';
  if (!shown.includes(row.post_status ?? '') || slug === '') return `${home}/?post_type=product&p=${id}`;
  if (permalinks === '') return `${home}/?product=${slug}`;
  if (productBase.includes('%')) return `${home}/?post_type=product&p=${id}`;
  // Without URL rewriting at the server WordPress puts its own file into the path.
  const before = permalinks.startsWith('/index.php/') ? '/index.php' : '';
  return `${home}${before}/${productBase}/${slug}${permalinks.endsWith('/') ? '/' : ''}`;
}
