import { Big } from 'big.js';
import { decimal } from '../decimals.js';
import type { ZenCartTables } from './zencart-relations.js';

/** A row of `salemaker_sales`. */
export type Sale = Omit<ZenCartTables['salemaker_sales'], 'sale_id'>;

/** Whether a sale is for a product: by its master category, its regular price, and not being a gift certificate. */
export function saleReaches(
  sale: Sale,
  product: Pick<ZenCartTables['products'], 'master_categories_id' | 'products_model'>,
  regular: Big,
): boolean {
  if ((product.products_model ?? '').startsWith('GIFT')) return false;
  if (!`,${sale.sale_categories_all ?? ''},`.includes(`,${product.master_categories_id},`)) return false;
  const [least, most] = [decimal(sale.sale_pricerange_from), decimal(sale.sale_pricerange_to)];
  return (least.eq(0) || least.lte(regular)) && (most.eq(0) || most.gte(regular));
}

/** What a sale makes of a price, as `zen_get_products_special_price` works it out, to four decimals. */
export function priceAfterSale(sale: Sale, regular: Big, special: Big | null): Big {
  const after = (price: Big) => {
    const left = reduced(sale, price);
    return left.lt(0) ? new Big(0) : left.round(4, Big.roundHalfUp);
  };
  if (special === null) return after(regular);
  if (Number(sale.sale_specials_condition) === 0) return after(regular);
  return Number(sale.sale_specials_condition) === 2 ? after(special) : special;
}

function reduced(sale: Sale, price: Big): Big {
  const number = decimal(sale.sale_deduction_value);
  if (Number(sale.sale_deduction_type) === 1) return price.minus(price.times(number).div(100));
  return Number(sale.sale_deduction_type) === 2 ? number : price.minus(number);
}
