import { sql } from 'kysely';
import { type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { ProductVariant, VariantFilter } from '../../model/product-variant.js';
import { decimal, plainDecimal } from '../decimals.js';
import { type Asking, nodesOf } from '../entity.js';
import { factsOf } from '../facts.js';
import { type Gathering, type Reading, rowOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { attributesOf, selectedOptions } from './prestashop-attributes.js';
import { combinationImageRows, shownImages } from './prestashop-images.js';
import {
  type Basis,
  basisColumns,
  ecotaxMoney,
  ecotaxOf,
  fullPrice,
  priceMoney,
  pricesOf,
} from './prestashop-prices.js';
import { oneOfSkus, withShop } from './prestashop-product-list.js';
import { type PrestaShopTables, prestashop } from './prestashop-relations.js';
import { combinationsIn, inTheShop } from './prestashop-shops.js';
import { inStock, stockOf } from './prestashop-stock.js';
import { productChanged } from './prestashop-times.js';
import { type PrestaShopView, zoneOf } from './prestashop-view.js';

const noText = sql<string | null>`null`;

/** All that is read of combinations, with the impacts that they have in the right shop. */
function combinationRows(view: PrestaShopView) {
  return combinationsIn(view)
    .select(['v.id_product_attribute', 'v.reference', 'v.ean13', 'v.upc', 'v.weight'])
    .select(['v.id_product_attribute as id', 'x.price', 'x.ecotax'])
    .select((view.columns.has('product_attribute', 'isbn') ? sql.ref<string | null>('v.isbn') : noText).as('isbn'))
    .orderBy('v.id_product_attribute');
}

/** Asks for the combinations of products, which are variants; prices and weight are what they change. */
export function combinationsOf(view: PrestaShopView, gathering: Gathering, productIds: number[]) {
  return gathering.rows('combinations', 'v.id_product', productIds, combinationRows(view));
}

/** The columns of their product's row that combinations take something from. */
export const productColumns = [...basisColumns, 'id_product', 'weight', 'reference'] as const;
type ProductCells = Basis & Pick<PrestaShopTables['product'], 'id_product' | 'weight' | 'reference'>;

/** The rows of combinations' products: those that a plan has already, else those that `ask` adds to it. */
const productCells = (gathering: Gathering, cells: () => Statement<ProductCells>) =>
  gathering.once('product-cells', () => rowOf(cells(), 'id_product'));

const { ask, asked, between, from, ids, joinedBy, listed, made, none, rowsBeside, shaped } = factsOf<
  PrestaShopView,
  PrestaShopTables,
  'product_attribute',
  'v',
  { p: PrestaShopTables['product'] },
  Pick<PrestaShopTables['product_attribute_shop'], 'price' | 'ecotax'>
>();

const product = ask(['id_product'], ({ view, gathering, rows }) => {
  const cells = productCells(gathering, () =>
    gathering.add(
      'rows',
      withShop(prestashop.selectFrom('product as p'), view)
        .select(['p.id_product', 'p.weight', 'p.reference', 's.id_shop as shop'])
        .select((eb) => [
          eb.fn.coalesce('s.price', 'p.price').as('price'),
          eb.fn.coalesce('s.ecotax', 'p.ecotax').as('ecotax'),
          eb.fn.coalesce('s.id_tax_rules_group', 'p.id_tax_rules_group').as('id_tax_rules_group'),
        ])
        .where('p.id_product', 'in', valuesFrom(rows, 'id_product')),
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
const attributes = ask([], ({ view, gathering, ids: some }) =>
  attributesOf(view, gathering, some, 'combination-attributes'),
);
const images = shaped(
  rowsBeside('combination-images', 'c.id_product_attribute', ({ view }) => combinationImageRows(view)),
  shownImages,
);

const impact = ['price', 'ecotax'] as const;

/** A combination of attributes, some of whose fields only change its product's. */
export const variant = listed<ProductVariant, VariantFilter, 'ID_ASC'>({
  kind: 'ProductVariant',
  from: 'product_attribute as v',
  key: 'id_product_attribute',
  statement: 'combination-rows',
  always: ['productId'],
  beside: inTheShop,
  derived: { price: sql.ref('x.price'), ecotax: sql.ref('x.ecotax') },
  fields: {
    productId: from(['id_product'], (row) => String(row.id_product)),
    // One without a reference goes by its product's (Cart::getProducts).
    sku: made(['reference'], [product], (row, [of]) => heldText(row.reference) ?? heldText(of()?.reference)),
    gtin: from(['ean13', 'upc', 'isbn'], (row) => gtinOf(row)),
    price: made(['price'], [product], (row, [of], { view }) => priceMoney(view, fullPrice(of(), row))),
    salePrice: made(impact, [product, prices], (row, [of, special], { view, id }) => {
      const basis = of();
      return basis && priceMoney(view, special().inForce(basis, { id, price: row.price, ecotax: row.ecotax }));
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
    metafields: none([]),
  },
  list: {
    every: inTheShop,
    orders: { ID: { column: null } },
    filter: {
      ids: ids('v.id_product_attribute'),
      skus: joinedBy('v.id_product_attribute', bySku),
      productIds: ids('v.id_product'),
      updatedAfter: between('updated', productChanged, zoneOf).updatedAfter,
      inStock: (query, wanted, view) => {
        if (!view.native.countsStock) return wanted ? query : null;
        const available = inStock(view, 'v.id_product_attribute');
        return query.where((eb) => (wanted ? available : eb.not(available)));
      },
    },
  },
});

/** Combinations of this SKU, their own or their product's; the indexes on both serve it. */
function bySku(view: PrestaShopView, skus: readonly string[]) {
  const own = combinationsIn(view)
    .select('v.id_product_attribute as id')
    .where((eb) => oneOfSkus(eb, 'v.reference', skus));
  const inherited = combinationsIn(view)
    .select('v.id_product_attribute as id')
    .where((eb) => oneOfSkus(eb, 'p.reference', skus))
    .where((eb) => eb.or([eb('v.reference', 'is', null), eb('v.reference', '=', '')]));
  return prestashop.selectFrom(own.unionAll(inherited).as('u')).select('u.id').groupBy('u.id');
}

/** Reads the combinations of products as variants; the plan holds the products' own rows. */
export function variantsOf({
  view,
  gathering,
  ids: some,
  rows,
  selection,
}: Asking<PrestaShopView, ProductCells>): Reading<AsRead<ProductVariant>[]> {
  const forms = combinationsOf(view, gathering, some);
  productCells(gathering, () => rows);
  const rowsOfForms = { ids: valuesFrom(forms.listed, 'id'), rows: forms.listed };
  const asking = { view, gathering, ...rowsOfForms, selection: selection.at('variants') };
  const read = nodesOf(variant, asking);
  return (results, id) => forms(results, id).map((row) => read(results, row.id, row));
}

/** EAN, UPC or ISBN, the first that is there. */
export function gtinOf(row: {
  readonly ean13: string | null;
  readonly upc: string | null;
  readonly isbn?: string | null;
}): string | null {
  return heldText(row.ean13) ?? heldText(row.upc) ?? heldText(row.isbn);
}
