import type { Results } from '../../bridge/plan.js';
import { type Gathering, rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import type { OpenCartView } from './opencart-config.js';
import { opencart } from './opencart-tables.js';

/** The codes that a product or variant is known by; null where it has none. */
export interface Codes {
  readonly sku: string | null;
  readonly mpn: string | null;
  /** EAN, UPC, ISBN or JAN, the first that is there. */
  readonly gtin: string | null;
}

const gtins = ['EAN', 'UPC', 'ISBN', 'JAN'] as const;
const codeColumns = ['sku', 'mpn', 'ean', 'upc', 'isbn', 'jan'] as const;

/** The columns of `product` that hold codes, up to 4.0; none in 4.1, which keeps them in `product_code`. */
export function codeColumnsOf(view: OpenCartView): readonly `p.${(typeof codeColumns)[number]}`[] {
  if (keptApart(view)) return [];
  return codeColumns.filter((column) => view.columns.has('product', column)).map((column) => `p.${column}` as const);
}

function keptApart(view: OpenCartView): boolean {
  return view.columns.has('product_code') && !view.columns.has('product', 'sku');
}

/** Reads codes from the product's own row or from `product_code`, whichever this store has. */
export function codesOf(
  view: OpenCartView,
  gathering: Gathering,
  ids: number[],
  kind: 'product' | 'variant',
): (results: Results, id: number, row: Partial<Record<(typeof codeColumns)[number], string | null>>) => Codes {
  if (!keptApart(view)) {
    return (_results, _id, row) => pick((code) => row[code.toLowerCase() as (typeof codeColumns)[number]] ?? null);
  }
  const rows = rowsOf(
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
  return (results, id) => {
    const held = rows(results, id);
    return pick((code) => held.find((row) => row.code.toUpperCase() === code)?.value ?? null);
  };
}

function pick(heldAs: (code: string) => string | null): Codes {
  const code = (name: string) => plainText(heldAs(name))?.trim() ?? null;
  let gtin: string | null = null;
  for (const name of gtins) gtin ??= code(name);
  return { sku: code('SKU'), mpn: code('MPN'), gtin };
}
