import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { beginsInArray, metaByPlaces, numberAt } from './woocommerce-id-lists.js';
import { type Meta, productMeta } from './woocommerce-meta.js';
import { lowestOf, type Prices, priceKeys, pricesOf } from './woocommerce-prices.js';
import { phpList, phpText } from './woocommerce-serialized.js';
import { woo } from './woocommerce-tables.js';
import type { VariationRow } from './woocommerce-variants.js';

/** Reads what a product costs: by itself, or by its variations or the products of its group. */
export type ProductPrices = (results: Results, id: number, type: string) => ReturnType<typeof lowestOf>;

/** What the variations of products cost; those switched off do not count. */
interface Variations {
  readonly rows: Reading<readonly VariationRow[]>;
  readonly meta: Reading<Meta>;
}

/** Asks for what the prices of products depend on besides their own keys (`meta`) and their variations. */
export function productPricesOf(
  view: WooCommerceView,
  gathering: Gathering,
  ids: number[],
  meta: Reading<Meta>,
  variations: Variations,
): ProductPrices {
  const children = groupChildren(view, gathering, ids);
  const offered = (results: Results, id: number): Prices[] =>
    variations
      .rows(results, id)
      .filter((row) => row.post_status === 'publish')
      .map((row) => pricesOf(view, variations.meta(results, row.id)));
  return (results, id, type) => {
    if (type === 'VARIABLE') return lowestOf(offered(results, id));
    if (type === 'GROUPED') return lowestOf(children(results, id));
    return lowestOf([pricesOf(view, meta(results, id))]);
  };
}

/** Reads the prices of the products of a group, and of their variations where they are sold so. */
function groupChildren(view: WooCommerceView, gathering: Gathering, ids: number[]) {
  const lists = productMeta(gathering, 'group-lists', ids, ['_children']);
  const members = gathering.add(
    'group-members',
    metaByPlaces()
      .where('m.post_id', 'in', ids)
      .where('m.meta_key', '=', '_children')
      .where((eb) => beginsInArray(eb as never))
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
  const prices = productMeta(gathering, 'group-prices', valuesFrom(sold, 'sold_id'), priceKeys);
  return (results: Results, id: number): Prices[] =>
    phpList(lists(results, id).get('_children'))
      .map((member) => Number(phpText(member)))
      .flatMap((member) => soldRows(results, member))
      .map((row) => pricesOf(view, prices(results, Number(row.sold_id))));
}
