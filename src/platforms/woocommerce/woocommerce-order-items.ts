import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { Gathering } from '../gathering.js';
import { rowsOf } from '../gathering.js';
import { unescaped } from '../html-text.js';
import { eachOnce, metaOf } from './woocommerce-meta.js';
import { type ItemType, words } from './woocommerce-order-row.js';
import { itemKeys, woo } from './woocommerce-relations.js';

const types = Object.keys(itemKeys) as ItemType[];

/** The items of orders, by what they are, with the keys that each is made of. */
export const items = words.source(types, [], ({ gathering, ids, sourced }) => {
  const wanted = types.filter((type) => sourced.includes(type));
  const listed = listedItems(gathering, ids, wanted);
  const keys = [...new Set(wanted.flatMap((type): readonly string[] => itemKeys[type]))];
  const metas = metaOf(
    gathering.add(
      'item-meta',
      woo
        .selectFrom('order_item_meta as m')
        .select(['m.order_item_id', 'm.meta_key', 'm.meta_value'])
        .where('m.order_item_id', 'in', valuesFrom(listed, 'order_item_id'))
        .where('m.meta_key', 'in', keys)
        .orderBy('m.meta_id'),
    ),
    'order_item_id',
    keys,
  );
  const rows = rowsOf(listed, 'order_id');
  return eachOnce((results, id) => {
    const all = rows(results, id).map((row) => ({
      id: row.order_item_id,
      type: row.order_item_type,
      name: unescaped(row.order_item_name),
      meta: metas(results, row.order_item_id),
    }));
    return Object.fromEntries(wanted.map((type) => [type, all.filter((one) => one.type === type)]));
  });
});

/** The rows of items of these types; asked once for all that needs them. */
export function listedItems(
  gathering: Gathering,
  ids: number[],
  wanted: readonly ItemType[],
): Statement<{ order_item_id: number; order_id: number; order_item_type: string; order_item_name: string }> {
  return gathering.once('items', () =>
    gathering.add(
      'items',
      woo
        .selectFrom('order_item as i')
        .select(['i.order_item_id', 'i.order_id', 'i.order_item_type', 'i.order_item_name'])
        .where('i.order_id', 'in', ids)
        .where('i.order_item_type', 'in', wanted)
        .orderBy('i.order_item_id'),
    ),
  );
}
