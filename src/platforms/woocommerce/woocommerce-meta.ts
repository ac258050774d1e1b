import { anyRelations } from '../entity.js';
import type { Gathering, Reading } from '../gathering.js';
import type { productKeys } from './woocommerce-keys.js';

/** The values of one thing's keys: empty where a key is missing. Where it stands there several times, WordPress goes by the first. */
export type Meta<Key extends string> = { readonly [K in Key]: string };

export type ProductKey = (typeof productKeys)[number];

interface MetaRow {
  readonly meta_key: string | null;
  readonly meta_value: string | number | null;
}

/** The relations of keys and values: which column says whose they are, and which numbers their rows. */
export const metaRelations = {
  product_meta: { owner: 'post_id', id: 'meta_id' },
  attachment_meta: { owner: 'post_id', id: 'meta_id' },
  order_meta: { owner: 'order_id', id: 'id' },
  order_post_meta: { owner: 'post_id', id: 'meta_id' },
  order_item_meta_hpos: { owner: 'order_item_id', id: 'meta_id' },
  order_item_meta_posts: { owner: 'order_item_id', id: 'meta_id' },
  coupon_meta: { owner: 'post_id', id: 'meta_id' },
  customer_meta_hpos: { owner: 'user_id', id: 'umeta_id' },
  customer_meta_posts: { owner: 'user_id', id: 'umeta_id' },
} as const;

/** Reads rows of keys and values as one thing's; only keys among these are read from it. */
export function metaOf<Key extends string>(
  rows: Reading<readonly MetaRow[]>,
  keys: readonly Key[],
): Reading<Meta<Key>> {
  const wanted: ReadonlySet<string> = new Set(keys);
  const missing = Object.fromEntries(keys.map((key) => [key, ''])) as Record<string, string>;
  return eachOnce((results, id) => {
    const meta = { ...missing };
    const held = rows(results, id);
    // The first of a key is written last.
    for (let i = held.length - 1; i >= 0; i -= 1) {
      const { meta_key, meta_value } = held[i] as MetaRow;
      if (meta_key !== null && wanted.has(meta_key)) meta[meta_key] = String(meta_value ?? '');
    }
    return meta as Meta<Key>;
  });
}

/** The same reading, made once per answer and thing. */
export function eachOnce<T>(read: Reading<T>): Reading<T> {
  const ofAnswer = () => new Map<number, { readonly value: T }>();
  return (results, id) => {
    const made = results.once(ofAnswer);
    let one = made.get(id);
    if (!one) {
      one = { value: read(results, id) };
      made.set(id, one);
    }
    return one.value;
  };
}

/** Asks for these keys of things; without keys nothing is asked. */
export function metaIn<Key extends string>(
  relation: keyof typeof metaRelations,
  gathering: Gathering,
  statement: string,
  ids: readonly number[],
  keys: readonly Key[],
): Reading<Meta<Key>> {
  if (keys.length === 0) return () => ({}) as Meta<Key>;
  const { owner, id } = metaRelations[relation];
  const rows = anyRelations
    .selectFrom(`${relation} as m`)
    .select(['m.meta_key', 'm.meta_value'])
    .where('m.meta_key', 'in', [...keys])
    .orderBy(`m.${id}`);
  return metaOf(gathering.rows(statement, `m.${owner}`, ids, rows) as Reading<readonly MetaRow[]>, keys);
}

/** The same of posts of the catalog: products and variations. */
export function productMeta<Key extends ProductKey>(
  gathering: Gathering,
  statement: string,
  ids: readonly number[],
  keys: readonly Key[],
): Reading<Meta<Key>> {
  return metaIn('product_meta', gathering, statement, ids, keys);
}
