import { type RawBuilder, sql } from 'kysely';
import type { Magento1View } from './magento1-config.js';
import { type Magento1Tables, magento } from './magento1-relations.js';

type Relation = {
  [R in keyof Magento1Tables]: 'store_id' extends keyof Magento1Tables[R] ? R : never;
}[keyof Magento1Tables];

/**
 * What the default store view says in a column of `relation`, else what is said for all, as SQL; `key` is what its rows are of, and
 * `of` the column that names it. An empty text says nothing.
 */
export function textIn<R extends Relation>(
  view: Magento1View,
  relation: R,
  column: keyof Magento1Tables[R] & string,
  key: keyof Magento1Tables[R] & string,
  of: string,
): RawBuilder<string | null> {
  return sql<string | null>`${heldIn(view, relation, column, key, of).where(sql.ref(`said.${column}`), '<>', '')}`;
}

/** The same for a number. */
export function numberIn<R extends Relation, C extends keyof Magento1Tables[R] & string>(
  view: Magento1View,
  relation: R,
  column: C,
  key: keyof Magento1Tables[R] & string,
  of: string,
): RawBuilder<Magento1Tables[R][C] | null> {
  const held = heldIn(view, relation, column, key, of).where(sql.ref(`said.${column}`), 'is not', null);
  return sql<Magento1Tables[R][C] | null>`${held}`;
}

function heldIn(view: Magento1View, relation: Relation, column: string, key: string, of: string) {
  return magento
    .selectFrom(`${relation} as said` as 'eav_attribute_option_value as said')
    .select(sql.ref(`said.${column}`).as('text'))
    .where(sql.ref(`said.${key}`), '=', sql.ref(of))
    .where('said.store_id', 'in', [0, view.native.storeId])
    .orderBy('said.store_id', 'desc')
    .limit(1);
}
