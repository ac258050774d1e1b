import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { ProductVariant } from '../../model/product-variant.js';
import { decimal, plainDecimal } from '../decimals.js';
import { type Asking, fieldsOf, nodesOf, type Shape } from '../entity.js';
import { type Gathering, type Reading, rowOf, rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { byIdsPlan } from '../plans.js';
import type { Platform } from '../platform.js';
import { attributesOf, selectedOptions } from './prestashop-attributes.js';
import { imagesOfCombinations } from './prestashop-images.js';
import { type Basis, ecotaxMoney, ecotaxOf, fullPrice, priceMoney, pricesOf } from './prestashop-prices.js';
import { withShop } from './prestashop-product-list.js';
import { prestashop } from './prestashop-relations.js';
import { shopOfProduct } from './prestashop-shops.js';
import { stockOf } from './prestashop-stock.js';
import { type PrestaShopView, viewOf } from './prestashop-view.js';

/** All combinations, as a query without conditions: with the right shop's impacts, else those of the combination itself. */
function combinationRows(view: PrestaShopView) {
  return prestashop
    .selectFrom('product_attribute as v')
    .innerJoin('product as p', 'p.id_product', 'v.id_product')
    .leftJoin('product_attribute_shop as x', (join) =>
      join.onRef('x.id_product_attribute', '=', 'v.id_product_attribute').on('x.id_shop', '=', shopOfProduct(view)),
    )
    .where('p.state', '=', 1)
    .select(['v.id_product_attribute as id', 'v.id_product', 'v.reference', 'v.ean13', 'v.isbn', 'v.upc', 'v.weight'])
    .select((eb) => [
      eb.fn.coalesce('x.price', 'v.price').as('price'),
      eb.fn.coalesce('x.ecotax', 'v.ecotax').as('ecotax'),
    ])
    .orderBy('v.id_product_attribute');
}

/** A combination of attributes, which is a variant; prices and weight are what it changes. */
export type CombinationRow = Awaited<ReturnType<ReturnType<typeof combinationRows>['execute']>>[number];

/** How many combinations there are, as a query that selects nothing that counts. */
export const countedCombinations = () =>
  prestashop
    .selectFrom('product_attribute as v')
    .innerJoin('product as p', 'p.id_product', 'v.id_product')
    .where('p.state', '=', 1);

/** Asks for the combinations of products; several parts of a plan are answered by one asking. */
export function combinationsOf(view: PrestaShopView, gathering: Gathering, productIds: number[]) {
  return gathering.once('combinations', () => {
    const listed: Statement<CombinationRow> = gathering.add(
      'combinations',
      combinationRows(view).where('v.id_product', 'in', productIds),
    );
    return { listed, rows: rowsOf(listed, 'id_product') };
  });
}

/** What combinations take from their product's row. */
export type ProductCells = Basis & { readonly id_product: number; readonly weight: string | number };

/** The rows of combinations' products: those that a plan has already, else those that `ask` adds to it. */
export function productCells(gathering: Gathering, ask: () => Reading<ProductCells | null>) {
  return gathering.once('product-cells', ask);
}

const { ask, from, asked, made, none } = fieldsOf<PrestaShopView, CombinationRow>();

const product = ask(['id_product'], ({ view, gathering, rows }) => {
  const cells = productCells(gathering, () =>
    rowOf(
      gathering.add(
        'rows',
        withShop(prestashop.selectFrom('product as p'), view)
          .select(['p.id_product', 'p.weight', 's.id_shop as shop'])
          .select((eb) => [
            eb.fn.coalesce('s.price', 'p.price').as('price'),
            eb.fn.coalesce('s.ecotax', 'p.ecotax').as('ecotax'),
            eb.fn.coalesce('s.id_tax_rules_group', 'p.id_tax_rules_group').as('id_tax_rules_group'),
          ])
          .where('p.id_product', 'in', valuesFrom(rows, 'id_product')),
      ),
      'id_product',
    ),
  );
  return (results, _id, row) => cells(results, row.id_product);
});
const prices = ask(['id_product'], ({ view, gathering, rows }) => {
  const read = pricesOf(view, gathering, valuesFrom(rows, 'id_product'));
  return (results, _id, row) => read(results, row.id_product);
});
const stock = ask(['id_product'], ({ view, gathering, rows }) => {
  const read = stockOf(view, gathering, valuesFrom(rows, 'id_product'), { combinations: true });
  return (results, id, row) => read(results, row.id_product, id);
});
const attributes = ask([], ({ view, gathering, ids }) => attributesOf(view, gathering, ids, 'combination-attributes'));
const images = ask([], ({ view, gathering, ids }) => imagesOfCombinations(view, gathering, ids));

/** A combination with its fields, some of which it only changes of its product's. */
export const variant: Shape<PrestaShopView, CombinationRow, ProductVariant> = {
  kind: 'ProductVariant',
  always: ['productId'],
  fields: {
    productId: from(['id_product'], (row) => String(row.id_product)),
    sku: from(['reference'], (row) => heldText(row.reference)),
    gtin: from(['ean13', 'upc', 'isbn'], (row) => gtinOf(row)),
    price: made(['price'], [product], (row, [of], { view }) => priceMoney(view, fullPrice(of(), row))),
    salePrice: made(['id', 'price', 'ecotax'], [product, prices], (row, [of, special], { view }) => {
      const basis = of();
      return basis && priceMoney(view, special().inForce(basis, row));
    }),
    ecotax: made(['ecotax'], [product], (row, [of], { view }) => ecotaxMoney(view, ecotaxOf(of(), row))),
    inventory: asked(stock, (held) => held),
    weight: made(['weight'], [product], (row, [of], { view }) => ({
      value: plainDecimal(decimal(of()?.weight).plus(decimal(row.weight))),
      unit: view.config.weightUnit,
    })),
    image: asked(images, ([first]) => first ?? null),
    selectedOptions: asked(attributes, selectedOptions),
    // Combinations have no time of their own.
    updatedAt: none(null),
  },
};

/** Reads the combinations of products as variants; the plan holds the products' own rows. */
export function variantsOf({
  view,
  gathering,
  ids,
  rows,
  selection,
}: Asking<PrestaShopView, ProductCells>): Reading<AsRead<ProductVariant>[]> {
  const { listed, rows: forms } = combinationsOf(view, gathering, ids);
  productCells(gathering, () => rowOf(rows, 'id_product'));
  const asking = { view, gathering, ids: valuesFrom(listed, 'id'), rows: listed, selection: selection.at('variants') };
  const read = nodesOf(variant, asking);
  return (results, id) => forms(results, id).map((row) => read(results, row.id, row));
}

/** Variants by native id. */
export const variantsByIds: Platform['variantsByIds'] = (store, nativeIds, selection) => {
  const view = viewOf(store);
  const listed = (ids: number[]) => combinationRows(view).where('v.id_product_attribute', 'in', ids);
  return byIdsPlan(nativeIds, listed, (gathering, from) => {
    const rows = from as Statement<CombinationRow>;
    const read = nodesOf(variant, { view, gathering, ids: valuesFrom(rows, 'id'), rows, selection });
    const own = rowOf(rows, 'id');
    return (results, id) => {
      const row = own(results, id);
      return row && read(results, id, row);
    };
  });
};

/** EAN, UPC or ISBN, the first that is there. */
export function gtinOf(row: Pick<CombinationRow, 'ean13' | 'upc' | 'isbn'>): string | null {
  return heldText(row.ean13) ?? heldText(row.upc) ?? heldText(row.isbn);
}
