import type { Results, Statement } from '../../bridge/plan.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { woo } from './woocommerce-tables.js';

/** The keys and values of one thing. Where a key stands there several times, WordPress goes by the first. */
export interface Meta {
  /** Empty where the key is missing or its value is. */
  get(key: string): string;
}

interface MetaRow {
  readonly meta_key: string;
  readonly meta_value: string | number | null;
}

/** Reads rows of keys and values as one thing's, the first of each key; made once per answer and thing. */
export function metaOf<Row extends MetaRow>(from: Statement<Row>, column: keyof Row & string): Reading<Meta> {
  const rows = rowsOf(from, column);
  const known = new WeakMap<Results, Map<number, Meta>>();
  return (results, id) => {
    const metas = known.get(results) ?? new Map<number, Meta>();
    known.set(results, metas);
    const before = metas.get(id);
    if (before) return before;
    const values = new Map<string, string>();
    for (const row of rows(results, id)) {
      if (!values.has(row.meta_key)) values.set(row.meta_key, row.meta_value === null ? '' : String(row.meta_value));
    }
    const meta: Meta = { get: (key) => values.get(key) ?? '' };
    metas.set(id, meta);
    return meta;
  };
}

/** Asks for these keys of posts of the catalog: products, variations, attachments. */
export function productMeta(
  gathering: Gathering,
  statement: string,
  ids: number[],
  keys: readonly string[],
): Reading<Meta> {
  return metaOf(
    gathering.add(
      statement,
      woo
        .selectFrom('product_meta as m')
        .select(['m.post_id', 'm.meta_key', 'm.meta_value'])
        .where('m.post_id', 'in', ids)
        .where('m.meta_key', 'in', [...keys])
        .orderBy('m.meta_id'),
    ),
    'post_id',
  );
}
