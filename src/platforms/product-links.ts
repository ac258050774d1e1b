import { type ProductLink, ProductLinkKind } from '../model/product-link.js';
import type { StoreView } from './platform.js';

/** Where a product leads to, as its platform's row says it. */
export type LinkRow = Pick<ProductLink, 'kind'> & { readonly id: number };

const order = Object.keys(ProductLinkKind);

/** What a product leads to, kind by kind in the order of their names in the graph, each in the order given. */
export function linksOf({ storeId }: StoreView, rows: readonly LinkRow[]): ProductLink[] {
  return rows
    .toSorted((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind))
    .map(({ kind, id }) => ({ storeId, kind, nativeId: String(id) }));
}
