import type { Statement } from '../../bridge/plan.js';
import type { Gathering } from '../gathering.js';
import type { PrestaShopView } from './prestashop-config.js';
import type { Basis } from './prestashop-prices.js';
import { shopOfProduct } from './prestashop-shops.js';
import { heldText, type PrestaShopTables, prestashop } from './prestashop-tables.js';

type ProductRow = PrestaShopTables['product'];

/** A row of `product` with what the right shop's row of `product_shop` says instead, as far as the wanted fields need it. */
export type GoodsRow = Pick<ProductRow, 'id_product'> & Partial<ProductRow> & { readonly shop?: number };

const priceColumns = ['price', 'ecotax', 'id_tax_rules_group'] as const;
const codeColumns = ['reference', 'ean13', 'isbn', 'upc', 'mpn'] as const;

/** The columns that each field is made of. */
const columnsOf: Readonly<Record<string, readonly (keyof ProductRow)[]>> = {
  type: ['product_type', 'cache_is_pack', 'is_virtual'],
  status: ['active'],
  name: ['reference'],
  sku: ['reference'],
  mpn: ['mpn'],
  gtin: codeColumns,
  url: ['id_category_default', 'ean13', 'reference'],
  price: priceColumns,
  salePrice: priceColumns,
  specialPrices: priceColumns,
  condition: ['condition'],
  ecotax: ['ecotax'],
  weight: ['weight'],
  dimensions: ['depth', 'width', 'height'],
  brand: ['id_manufacturer'],
  taxClass: ['id_tax_rules_group'],
  createdAt: ['date_add'],
  updatedAt: ['date_upd'],
};

/** What each shop can say for itself. When a product was made and changed, it is asked itself: that is what it is listed by. */
const ofShop = new Set<keyof ProductRow>([
  'active',
  'condition',
  'ecotax',
  'id_category_default',
  'id_tax_rules_group',
  'price',
]);

/** Reads the rows of products for the fields wanted of them or of their variants. */
export function goodsRows(
  view: PrestaShopView,
  gathering: Gathering,
  ids: number[],
  fields: readonly string[],
): Statement<GoodsRow> {
  const columns = [...new Set(fields.flatMap((field) => columnsOf[field] ?? []))].filter((column) =>
    view.columns.has('product', column),
  );
  return gathering.add(
    'rows',
    prestashop
      .selectFrom('product as p')
      .leftJoin('product_shop as s', (join) =>
        join.onRef('s.id_product', '=', 'p.id_product').on('s.id_shop', '=', shopOfProduct(view)),
      )
      .select((eb) => [
        'p.id_product',
        's.id_shop as shop',
        ...columns.map((column) =>
          ofShop.has(column)
            ? eb.fn.coalesce(`s.${column as 'price'}`, `p.${column as 'price'}`).as(column)
            : eb.ref(`p.${column}`).as(column),
        ),
      ])
      .where('p.id_product', 'in', ids),
  ) as unknown as Statement<GoodsRow>;
}

/** What the price of a product is made of. */
export function basisOf(view: PrestaShopView, row: GoodsRow): Basis {
  return {
    id: row.id_product,
    shopId: row.shop ?? view.native.shopId,
    price: row.price ?? 0,
    ecotax: row.ecotax ?? 0,
    taxGroupId: row.id_tax_rules_group ?? 0,
  };
}

/** EAN, UPC or ISBN, the first that is there. */
export function gtinOf(row: {
  readonly ean13?: string | null;
  readonly upc?: string | null;
  readonly isbn?: string | null;
}): string | null {
  return heldText(row.ean13) ?? heldText(row.upc) ?? heldText(row.isbn);
}
