import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { Asking } from '../entity.js';
import { rowsOf } from '../gathering.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { beginsInArray, metaByPlaces, numberAt } from './woocommerce-id-lists.js';
import { productMeta } from './woocommerce-meta.js';
import { lowestOf, type Prices, priceKeys, priceOf, pricesOf } from './woocommerce-prices.js';
import { facts } from './woocommerce-product-list.js';
import { kindOf, metaOfAll } from './woocommerce-product-sources.js';
import { woo } from './woocommerce-relations.js';
import { phpList, phpText } from './woocommerce-serialized.js';
import { variationsOf } from './woocommerce-variants.js';

/** What a product costs: by itself, or by its published variations or the products of its group. */
const prices = facts.ask(['product_type', '_children', ...priceKeys], (asking) => {
  const { view, gathering, ids } = asking;
  const variations = rowsOf(variationsOf(gathering, ids), 'post_parent');
  const metas = metaOfAll(asking);
  const members = groupMembers(asking);
  return (results, id, row) => {
    const kind = kindOf(row.product_type);
    if (kind === 'GROUPED') return lowestOf(members(results, row._children));
    if (kind !== 'VARIABLE') return lowestOf([pricesOf(view, row)]);
    const offered = variations(results, id).filter((one) => one.post_status === 'publish');
    return lowestOf(offered.map((one) => pricesOf(view, metas(results, one.id))));
  };
});

export const price = facts.asked(prices, ({ regular }, { view }) => priceOf(view, regular));
export const salePrice = facts.asked(prices, ({ sale }, { view }) => priceOf(view, sale));
export const specialPrices = facts.asked(prices, ({ specials }) => specials);

/** Reads the prices of the products of a group, by the text that lists them, and of their variations where they are sold so. */
function groupMembers({ view, gathering, ids }: Asking<WooCommerceView, unknown>) {
  const members = gathering.add(
    'group-members',
    metaByPlaces(beginsInArray)
      .where('m.post_id', 'in', ids)
      .where('m.meta_key', '=', '_children')
      .select((eb) => ['m.post_id', numberAt(eb as never, ';').as('member_id')]),
  ) as unknown as Statement<{ post_id: number; member_id: number }>;
  const sold = gathering.add(
    'group-products',
    woo
      .selectFrom('product as p')
      .leftJoin('product as v', (join) =>
        join
          .onRef('v.post_parent', '=', 'p.ID')
          .on('v.post_type', '=', 'product_variation')
          .on('v.post_status', '=', 'publish'),
      )
      .select(['p.ID as member', (eb) => eb.fn.coalesce('v.ID', 'p.ID').as('sold_id')])
      .where('p.ID', 'in', valuesFrom(members, 'member_id'))
      .where('p.post_status', '=', 'publish'),
  );
  const soldRows = rowsOf(sold, 'member');
  const metas = productMeta(gathering, 'group-prices', valuesFrom(sold, 'sold_id'), priceKeys);
  return (results: Results, children: string): readonly Prices[] =>
    phpList(children)
      .map((member) => Number(phpText(member)))
      .flatMap((member) => soldRows(results, member))
      .map((row) => pricesOf(view, metas(results, Number(row.sold_id))));
}
