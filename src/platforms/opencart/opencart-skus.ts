import type { AliasableExpression, Expression, ExpressionBuilder, ReferenceExpression, SqlBool } from 'kysely';
import { anyRelations } from '../entity.js';
import type { OpenCartView } from './opencart-config.js';
import { opencart } from './opencart-relations.js';

/** Whether codes are in rows of their own, as 4.1 has them, and not in the product's row. */
export function hasCodeRows({ columns }: OpenCartView): boolean {
  return columns.has('product_code') && !columns.has('product', 'sku');
}

/** The SKU that the row of `product` of the number `of` holds itself, as a column of a query; null where it holds none. */
export function ownSku(view: OpenCartView, of: string): AliasableExpression<string | null> {
  const held = hasCodeRows(view)
    ? anyRelations
        .selectFrom('product_code as code')
        .select((eb) => eb.fn('nullif', ['code.value', eb.val('')]).as('sku'))
        .where('code.code', '=', 'SKU')
        .orderBy('code.product_code_id')
    : anyRelations.selectFrom('product as code').select((eb) => eb.fn('nullif', ['code.sku', eb.val('')]).as('sku'));
  return held.whereRef('code.product_id', '=', of).limit(1) as unknown as AliasableExpression<string | null>;
}

type Meets = <DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
) => Expression<SqlBool>;

/** The rows of `product`, variants too, whose own SKU meets a condition; where there are several, the first is the SKU. */
export function rowsBySku(view: OpenCartView, meets: Meets) {
  if (!hasCodeRows(view)) return opencart.selectFrom('product as s').where((eb) => meets(eb, 's.sku'));
  return opencart
    .selectFrom('product as s')
    .innerJoin('product_code as k', 'k.product_id', 's.product_id')
    .where('k.code', '=', 'SKU')
    .where((eb) => meets(eb, 'k.value'))
    .where('k.product_code_id', '=', (eb) =>
      eb
        .selectFrom('product_code as f')
        .select((on) => on.fn.min('f.product_code_id').as('first'))
        .whereRef('f.product_id', '=', 'k.product_id')
        .where('f.code', '=', 'SKU'),
    ) as unknown as ReturnType<typeof plainRows>;
}

const plainRows = () => opencart.selectFrom('product as s');
