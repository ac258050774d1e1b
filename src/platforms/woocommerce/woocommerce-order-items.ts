import { valuesFrom } from '../../bridge/plan.js';
import type { Gathering, Reading } from '../gathering.js';
import { unescaped } from '../html-text.js';
import { itemKeys } from './woocommerce-keys.js';
import { eachOnce, metaIn } from './woocommerce-meta.js';
import { type Item, type ItemType, words } from './woocommerce-order-row.js';
import { woo } from './woocommerce-relations.js';

const types = Object.keys(itemKeys) as ItemType[];

/** The items of orders, by what they are, with the keys that each is made of. */
export const items = words.source(types, [], ({ gathering, ids, sourced }) => {
  const wanted = types.filter((type) => sourced.includes(type));
  return itemsOf(gathering, listedItems(gathering, ids, wanted), 'item-meta', wanted);
});

/** The rows of items of these types, by the order or refund that they are of. */
export function listedItems(gathering: Gathering, ids: number[], wanted: readonly ItemType[], statement = 'items') {
  return gathering.once(statement, () =>
    gathering.rows(
      statement,
      'i.order_id',
      ids,
      woo
        .selectFrom('order_item as i')
        .select(['i.order_item_id', 'i.order_item_type', 'i.order_item_name'])
        .where('i.order_item_type', 'in', wanted)
        .orderBy('i.order_item_id'),
    ),
  );
}

/** Reads items by the order, or refund, that they are of. */
export function itemsOf<Type extends ItemType>(
  gathering: Gathering,
  rows: ReturnType<typeof listedItems>,
  statement: string,
  wanted: readonly Type[],
): Reading<{ readonly [T in Type]: readonly Item<T>[] }> {
  const keys = [...new Set(wanted.flatMap((type): readonly string[] => itemKeys[type]))];
  const items = valuesFrom(rows.listed, 'order_item_id');
  const metas = metaIn('order_item_meta', gathering, statement, items, keys);
  return eachOnce((results, id) => {
    const all = rows(results, id).map((row) => ({
      id: row.order_item_id,
      type: row.order_item_type,
      name: unescaped(row.order_item_name),
      meta: metas(results, row.order_item_id),
    }));
    const byType = wanted.map((type) => [type, all.filter((one) => one.type === type)]);
    return Object.fromEntries(byType) as { readonly [T in Type]: readonly Item<T>[] };
  });
}
