import { rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { facts, hasCodeRows } from './opencart-product-list.js';
import { opencart } from './opencart-relations.js';

const columns = ['sku', 'mpn', 'ean', 'upc', 'isbn', 'jan'] as const;
type Code = (typeof columns)[number];

/** The codes of products or variants: from their own rows, or in 4.1 from `product_code`. `gtin` is the first there is of EAN, UPC, ISBN, JAN. */
export function codesOf(kind: 'product' | 'variant') {
  const codes = facts.ask(columns, ({ view, gathering, ids }) => {
    if (!hasCodeRows(view)) return (_results, _id, row) => (code: Code) => textOf(row[code]);
    const held = rowsOf(
      gathering.add(
        `${kind}-codes`,
        opencart
          .selectFrom('product_code as k')
          .select(['k.product_id', 'k.code', 'k.value'])
          .where('k.product_id', 'in', ids)
          .orderBy('k.product_code_id'),
      ),
      'product_id',
    );
    return (results, id) => (code: Code) =>
      textOf(held(results, id).find((row) => row.code.toLowerCase() === code)?.value);
  });
  return {
    sku: facts.asked(codes, (codeOf) => codeOf('sku')),
    mpn: facts.asked(codes, (codeOf) => codeOf('mpn')),
    gtin: facts.asked(codes, (codeOf) => codeOf('ean') ?? codeOf('upc') ?? codeOf('isbn') ?? codeOf('jan')),
  };
}

const textOf = (held: string | null | undefined) => plainText(held)?.trim() ?? null;
