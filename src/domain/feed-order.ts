import { Big } from 'big.js';
import type { Keyset, Row } from '../model/page.js';

/** What a row is compared by: a moment, a number, a text; null where the store holds none. */
export type SortKey = Date | Big | string | null;

/** How rows of several stores are put in one order, and what must be selected of them for that. */
export interface FeedOrder {
  readonly needs: Readonly<Record<string, Record<string, never>>>;
  /** Made once for each row. */
  keyOf(row: Row<unknown>): SortKey;
  /** Below zero where the row of the first key comes first; 0 for a tie. */
  compare(a: SortKey, b: SortKey): number;
}

/**
 * The order that a list's `orderBy` means across stores: moments as moments, names alphabetically, amounts and native ids as the
 * numbers that the stores hold.
 */
export function feedOrder(orderBy: string): FeedOrder {
  const { field, keyOf } = sortKeys[orderBy.replace(/_(ASC|DESC)$/, '')] ?? byId;
  return {
    needs: field ? { [field]: {} } : {},
    keyOf,
    compare: orderBy.endsWith('_DESC') ? (a, b) => compareKeys(b, a) : compareKeys,
  };
}

interface KeyReading {
  readonly field: string | null;
  readonly keyOf: (row: Row<unknown>) => SortKey;
}

const byId: KeyReading = { field: null, keyOf: ({ at }) => number(at.id) ?? at.id };
const sortKeys: Readonly<Record<string, KeyReading>> = {
  NAME: byField('name', (value) => (typeof value === 'string' ? value : null)),
  PRICE: { field: null, keyOf: ({ at }) => number(at.value) },
  TOTAL: { field: null, keyOf: ({ at }) => number(at.value) },
  CREATED_AT: byField('createdAt', moment),
  UPDATED_AT: byField('updatedAt', moment),
  PLACED_AT: byField('placedAt', moment),
};

/** A field that could not be read counts as none: the row keeps its place among those of its own store. */
function byField(field: string, valueIn: (value: unknown) => SortKey): KeyReading {
  return { field, keyOf: ({ node }) => valueIn((node as Record<string, unknown>)[field]) };
}

function moment(value: unknown): Date | null {
  return value instanceof Date ? value : null;
}

function number(value: Keyset['value']): Big | null {
  return value !== null && /^-?\d+(\.\d+)?$/.test(String(value)) ? new Big(value) : null;
}

/** Nulls first, as the stores' databases have it. */
function compareKeys(a: SortKey, b: SortKey): number {
  if (a === null || b === null) return Number(b === null) - Number(a === null);
  if (a instanceof Date && b instanceof Date) return a.getTime() - b.getTime();
  if (a instanceof Big && b instanceof Big) return a.cmp(b);
  return collator.compare(String(a), String(b));
}

const collator = new Intl.Collator('en', { sensitivity: 'base' });
