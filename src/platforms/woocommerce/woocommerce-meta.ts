import type { Results, Statement } from '../../bridge/plan.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { type imageKeys, type productKeys, woo } from './woocommerce-relations.js';

/** The values of one thing's keys: empty where a key is missing. Where it stands there several times, WordPress goes by the first. */
export type Meta<Key extends string> = { readonly [K in Key]: string };

export type ProductKey = (typeof productKeys)[number];

interface MetaRow {
  readonly meta_key: string | null;
  readonly meta_value: string | number | null;
}

/** Reads rows of keys and values as one thing's; only keys among these are read from it. */
export function metaOf<Key extends string, Row extends MetaRow>(
  from: Statement<Row>,
  column: keyof Row & string,
  keys: readonly Key[],
): Reading<Meta<Key>> {
  const rows = rowsOf(from, column);
  return eachOnce((results, id) => {
    const first = new Map<string, string>();
    for (const { meta_key, meta_value } of rows(results, id)) {
      if (meta_key !== null && !first.has(meta_key)) first.set(meta_key, String(meta_value ?? ''));
    }
    return Object.fromEntries(keys.map((key) => [key, first.get(key) ?? ''])) as Meta<Key>;
  });
}

/** The same reading, made once per answer and thing. */
export function eachOnce<T>(read: Reading<T>): Reading<T> {
  const known = new WeakMap<Results, Map<number, { readonly value: T }>>();
  return (results, id) => {
    const made = known.get(results) ?? new Map<number, { readonly value: T }>();
    known.set(results, made);
    const one = made.get(id) ?? { value: read(results, id) };
    made.set(id, one);
    return one.value;
  };
}

/** Asks for these keys of posts of the catalog: products, variations, attachments. Without keys nothing is asked. */
export function productMeta<Key extends ProductKey | (typeof imageKeys)[number]>(
  gathering: Gathering,
  statement: string,
  ids: number[],
  keys: readonly Key[],
): Reading<Meta<Key>> {
  if (keys.length === 0) return () => ({}) as Meta<Key>;
  const rows = woo
    .selectFrom('product_meta as m')
    .select(['m.post_id', 'm.meta_key', 'm.meta_value'])
    .where('m.post_id', 'in', ids)
    .where('m.meta_key', 'in', [...keys])
    .orderBy('m.meta_id');
  return metaOf(gathering.add(statement, rows), 'post_id', keys);
}
