import { plainText } from '../html-text.js';
import { facts } from './opencart-product-list.js';
import { opencart } from './opencart-relations.js';
import { hasCodeRows } from './opencart-skus.js';

const columns = ['sku', 'mpn', 'ean', 'upc', 'isbn', 'jan'] as const;
type Code = (typeof columns)[number];

/** A code as shown; null where there is none. */
export const codeText = (held: string | null | undefined) => plainText(held)?.trimEnd() ?? null;

/** The codes of products or variants: from their own rows, or in 4.1 from `product_code`. `gtin` is the first there is of EAN, UPC, ISBN, JAN. */
export function codesOf(kind: 'product' | 'variant') {
  const codes = facts.ask(columns, ({ view, gathering, ids }) => {
    if (!hasCodeRows(view)) return (_results, _id, row) => (code: Code) => codeText(row[code]);
    const query = opencart.selectFrom('product_code as k').select(['k.code', 'k.value']).orderBy('k.product_code_id');
    const rows = gathering.rows(`${kind}-codes`, 'k.product_id', ids, query);
    return (results, id) => (code: Code) =>
      codeText(rows(results, id).find((row) => row.code.toLowerCase() === code)?.value);
  });
  return {
    codes,
    sku: facts.asked(codes, (codeOf) => codeOf('sku')),
    mpn: facts.asked(codes, (codeOf) => codeOf('mpn')),
    gtin: facts.asked(codes, (codeOf) => codeOf('ean') ?? codeOf('upc') ?? codeOf('isbn') ?? codeOf('jan')),
  };
}
