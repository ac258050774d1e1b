import { type AliasedExpression, sql } from 'kysely';
import type { Statement } from '../../bridge/plan.js';
import { anyRelations } from '../entity.js';
import type { Gathering, Reading, Rows } from '../gathering.js';
import type { productKeys } from './woocommerce-keys.js';
import { numberIn } from './woocommerce-numbers.js';

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
  return metaOf(rowsOfKeys(relation, gathering, statement, ids, keys), keys);
}

/** Reads keys of posts of the catalog. */
export interface ProductMeta<Key extends ProductKey> extends Reading<Meta<Key>> {
  /** The rows that they are read from; those of `_thumbnail_id` name an attachment, where that key is among them. */
  readonly listed: Statement<{ readonly attachment_id: number | null }>;
}

/** The attachment that a row of `_thumbnail_id` names. */
const attachment = sql<
  number | null
>`case when ${sql.ref('m.meta_key')} = ${'_thumbnail_id'} then ${numberIn('m.meta_value')} end`;

/** The same of posts of the catalog: products and variations. */
export function productMeta<Key extends ProductKey>(
  gathering: Gathering,
  statement: string,
  ids: readonly number[],
  keys: readonly Key[],
): ProductMeta<Key> {
  const named: readonly string[] = keys;
  const columns = named.includes('_thumbnail_id') ? [attachment.as('attachment_id')] : [];
  const rows = rowsOfKeys('product_meta', gathering, statement, ids, keys, columns);
  return Object.assign(metaOf(rows, keys), { listed: rows.listed as unknown as ProductMeta<Key>['listed'] });
}

function rowsOfKeys(
  relation: keyof typeof metaRelations,
  gathering: Gathering,
  statement: string,
  ids: readonly number[],
  keys: readonly string[],
  columns: readonly AliasedExpression<unknown, string>[] = [],
): Rows<MetaRow> {
  const { owner, id } = metaRelations[relation];
  const rows = anyRelations
    .selectFrom(`${relation} as m`)
    .select(['m.meta_key', 'm.meta_value', ...columns])
    .where('m.meta_key', 'in', [...keys])
    // As the index of their owners has them.
    .orderBy(`m.${owner}`)
    .orderBy(`m.${id}`);
  return gathering.rows(statement, `m.${owner}`, ids, rows) as unknown as Rows<MetaRow>;
}
