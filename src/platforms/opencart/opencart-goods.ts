import type { SelectQueryBuilder } from 'kysely';
import type { OpenCartView } from './opencart-config.js';
import type { OpenCartTables } from './opencart-relations.js';

type Lines = { readonly l: { readonly product_id: number | null } };

/** Rows (`l`) of products by number, with the number of the product that each is a variant of. */
export function withMaster<DB extends OpenCartTables & Lines, TB extends keyof DB, Row>(
  view: OpenCartView,
  query: SelectQueryBuilder<DB, TB, Row>,
): SelectQueryBuilder<DB, TB, Row & { readonly master_id?: number | null }> {
  if (!view.columns.has('product', 'master_id')) return query as never;
  const plain = query as unknown as SelectQueryBuilder<OpenCartTables & Lines, 'l', Row>;
  return plain.leftJoin('product as p', 'p.product_id', 'l.product_id').select('p.master_id') as never;
}

/** The product and the variant that a row of the catalog is. */
export function goodsOf(id: number | null, master: number | null | undefined) {
  if (master) return { productId: String(master), variantId: String(id) };
  return { productId: id ? String(id) : null, variantId: null };
}
