import { sql } from 'kysely';
import { valuesFrom } from '../../bridge/plan.js';
import type { Selection } from '../../model/selection.js';
import type { Reading } from '../gathering.js';
import { unescaped } from '../html-text.js';
import { everyItemsKeys, itemKeys } from './woocommerce-keys.js';
import { eachOnce, metaOf } from './woocommerce-meta.js';
import { numberIn } from './woocommerce-numbers.js';
import { placeIn } from './woocommerce-order-relations.js';
import { type Item, type ItemType, words } from './woocommerce-order-row.js';
import type { AskingOrders } from './woocommerce-order-storage.js';
import { woo } from './woocommerce-relations.js';

const types = Object.keys(itemKeys) as ItemType[];

/** What must be known to ask for items. */
export type AskingItems = Pick<AskingOrders, 'view' | 'gathering'>;

/** The items of orders, by what they are, with the keys that each is made of. */
export const items = words.source(types, [], (asking) => {
  const wanted = types.filter((type) => asking.sourced.includes(type));
  const below = asking.selection.at('lineItems');
  return itemsOf(asking, listedItems(asking, asking.ids, wanted), 'item-meta', wanted, namesGoods(below));
});

/** Whether what is selected of lines needs the products that they are of. */
export const namesGoods = (lines: Selection) => lines.has('sku') || lines.has('options');

/** The rows of items of these types, by the order or refund that they are of. */
export function listedItems(
  { view, gathering }: AskingItems,
  ids: number[],
  wanted: readonly ItemType[],
  statement = 'items',
) {
  // The relations of both places are rows of one table.
  const relation = `order_item_${placeIn(view)}` as 'order_item_hpos';
  return gathering.once(statement, () =>
    gathering.rows(
      statement,
      'i.order_id',
      ids,
      woo
        .selectFrom(`${relation} as i`)
        .select(['i.order_item_id', 'i.order_item_type', 'i.order_item_name'])
        .where('i.order_item_type', 'in', wanted)
        .orderBy('i.order_item_id'),
    ),
  );
}

export type ItemRows = ReturnType<typeof listedItems>;

/**
 * The keys of such items with their values. Where `goods` are wanted, its column `product_id` has the number of the product, and that of
 * the variation, that a line is of: so that no statement of its own must read these rows once more.
 */
export function listedItemMeta(
  { view, gathering }: AskingItems,
  rows: ItemRows,
  statement: string,
  wanted: readonly ItemType[],
  goods: boolean,
) {
  const relation = `order_item_meta_${placeIn(view)}` as 'order_item_meta_hpos';
  const keys = [...new Set(wanted.flatMap((type): readonly string[] => itemKeys[type]))];
  const product = sql<
    number | null
  >`case when ${sql.ref('m.meta_key')} in (${'_product_id'}, ${'_variation_id'}) and ${sql.ref('m.meta_value')} <> ${'0'} then ${numberIn('m.meta_value')} end`;
  return gathering.once(statement, () =>
    gathering.rows(
      statement,
      'm.order_item_id',
      valuesFrom(rows.listed, 'order_item_id'),
      woo
        .selectFrom(`${relation} as m`)
        .select(['m.meta_key', 'm.meta_value'])
        .$if(goods, (query) => query.select(product.as('product_id')))
        // What the relation itself says of all keys need not be looked at twice.
        .$if(keys.length < everyItemsKeys.length, (query) => query.where('m.meta_key', 'in', keys))
        .orderBy('m.meta_id'),
    ),
  );
}

/** Reads items by the order, or refund, that they are of. */
export function itemsOf<Type extends ItemType>(
  asking: AskingItems,
  rows: ItemRows,
  statement: string,
  wanted: readonly Type[],
  goods = false,
): Reading<{ readonly [T in Type]: readonly Item<T>[] }> {
  const keys = [...new Set(wanted.flatMap((type): readonly (typeof itemKeys)[ItemType][number][] => itemKeys[type]))];
  const metas = metaOf(listedItemMeta(asking, rows, statement, wanted, goods), keys);
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
