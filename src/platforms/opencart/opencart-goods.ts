import { orError, type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Dimensions, Weight } from '../../model/measures.js';
import type { Product } from '../../model/product.js';
import type { Inventory } from '../../model/product-parts.js';
import type { ProductVariant } from '../../model/product-variant.js';
import { type DecimalCell, decimal, money, plainDecimal } from '../decimals.js';
import { type Gathering, rowOf } from '../gathering.js';
import { codeColumnsOf, codesOf } from './opencart-codes.js';
import type { OpenCartView } from './opencart-config.js';
import { pricesOf } from './opencart-prices.js';
import { type OpenCartTables, opencart } from './opencart-tables.js';

type ProductRow = OpenCartTables['product'];
type Column = Exclude<keyof ProductRow, 'product_id'>;

/** A row of `product`, with the columns that the wanted fields need. */
export type GoodsRow = Pick<ProductRow, 'product_id'> & Partial<ProductRow>;

/** The columns of `product` that each field is made of; codes come from wherever this store has them. */
const columnsOf: Readonly<Record<string, readonly Column[]>> = {
  type: ['shipping'],
  status: ['status'],
  name: ['model'],
  price: ['price'],
  salePrice: ['price'],
  specialPrices: ['price'],
  inventory: ['quantity', 'subtract'],
  weight: ['weight', 'weight_class_id'],
  dimensions: ['length', 'width', 'height', 'length_class_id'],
  brand: ['manufacturer_id'],
  taxClass: ['tax_class_id'],
  images: ['image'],
  image: ['image'],
  selectedOptions: ['variant'],
  createdAt: ['date_added'],
  updatedAt: ['date_modified'],
};

const codeFields = ['sku', 'mpn', 'gtin'];

/** What products and variants have in common: both are rows of `product`. */
export interface Goods {
  /** Null where no field needs a column. */
  readonly rows: Statement<GoodsRow> | null;
  row(results: Results, id: number): GoodsRow | null;
  /** Fills what both kinds have among `fields`. */
  fill(
    results: Results,
    row: GoodsRow,
    fields: readonly string[],
    into: AsRead<Product> | AsRead<ProductVariant>,
  ): void;
}

/** Asks for rows of products, or of variants with the `master_id` of their product, for the fields wanted; each kind by itself. */
export function goodsOf(
  view: OpenCartView,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  fields: readonly string[],
  kind: 'product' | 'variant',
): Goods {
  const ids = valuesFrom(listed, 'id');
  const columns = new Set<Column>(fields.flatMap((field) => columnsOf[field] ?? []));
  if (kind === 'variant') columns.add('master_id');
  const wanted = (...names: readonly string[]) => fields.some((field) => names.includes(field));
  const withCodes = wanted(...codeFields);
  const selected = [...[...columns].map((column) => `p.${column}` as const), ...(withCodes ? codeColumnsOf(view) : [])];
  const query = opencart
    .selectFrom('product as p')
    .select('p.product_id')
    .select(selected)
    .where('p.product_id', 'in', ids);
  const rows = selected.length > 0 ? (gathering.add(`${kind}-rows`, query) as Statement<GoodsRow>) : null;
  const codes = withCodes ? codesOf(view, gathering, ids, kind) : null;
  const prices = wanted('salePrice', 'specialPrices')
    ? pricesOf(view, gathering, ids, { all: wanted('specialPrices'), kind })
    : null;
  const currency = view.config.defaultCurrency;
  return {
    rows,
    row: rows ? rowOf(rows, 'product_id') : (_results, id) => ({ product_id: id }),
    fill(results, row, of, into) {
      const has = (field: string) => of.includes(field);
      const { product_id: id } = row;
      const regular = row.price ?? 0;
      if (codes) {
        if (has('sku')) into.sku = orError(() => codes(results, id, row).sku);
        if (has('gtin')) into.gtin = orError(() => codes(results, id, row).gtin);
        if (has('mpn')) (into as AsRead<Product>).mpn = orError(() => codes(results, id, row).mpn);
      }
      if (has('price')) into.price = money(decimal(regular), currency);
      if (prices) {
        if (has('salePrice')) into.salePrice = orError(() => prices.inForce(results, id, regular));
        if (has('specialPrices'))
          (into as AsRead<Product>).specialPrices = orError(() => prices.all(results, id, regular));
      }
      if (has('inventory')) into.inventory = inventoryOf(view, row);
      if (has('weight')) into.weight = weightOf(view, row);
    },
  };
}

function inventoryOf(view: OpenCartView, row: GoodsRow): Inventory {
  const tracked = row.subtract === 1;
  const quantity = row.quantity ?? 0;
  const { backorders } = view.native;
  return { tracked, quantity: String(quantity), available: !tracked || quantity > 0 || backorders, backorders };
}

function weightOf(view: OpenCartView, row: GoodsRow): Weight {
  return { value: plainDecimal(decimal(row.weight)), unit: view.native.weightUnits[row.weight_class_id ?? 0] ?? null };
}

/** The size of one piece as held; OpenCart writes 0 where the merchant gave none. */
export function dimensionsOf(view: OpenCartView, row: GoodsRow): Dimensions {
  const plain = (cell: DecimalCell | undefined): string => plainDecimal(decimal(cell));
  return {
    length: plain(row.length),
    width: plain(row.width),
    height: plain(row.height),
    unit: view.native.dimensionUnits[row.length_class_id ?? 0] ?? null,
  };
}
