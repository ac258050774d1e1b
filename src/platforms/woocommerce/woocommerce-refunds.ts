import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { LineQuantity, Refund } from '../../model/order-parts.js';
import { type DecimalCell, decimal, plainDecimal } from '../decimals.js';
import { anyRelations } from '../entity.js';
import { rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { metaIn } from './woocommerce-meta.js';
import { numberOf } from './woocommerce-numbers.js';
import { chargeIn } from './woocommerce-order-amounts.js';
import { itemsOf, listedItems, namesGoods } from './woocommerce-order-items.js';
import { goodsOf, linesIn } from './woocommerce-order-lines.js';
import type { OrderRow } from './woocommerce-order-row.js';
import type { AskingOrders, OrderPlace } from './woocommerce-order-storage.js';

type Row = Pick<OrderRow, 'currency'>;

interface RefundRow {
  readonly order: number;
  readonly id: number;
  readonly createdAt: string | null;
  readonly amount?: DecimalCell | null;
  readonly reason?: string | null;
}

/** A refund with its amount not yet in the order's currency. */
export type HeldRefund = Omit<Refund, 'amount' | 'lineItems'> & { readonly amount: DecimalCell | null };

/** Reads the refunds of orders, oldest first, and says which statement lists them. */
export function refundsOf({ refund, meta }: Pick<OrderPlace<never>, 'refund' | 'meta'>, asking: AskingOrders) {
  const { gathering, ids } = asking;
  const { relation, id, order, type, status, ...columns } = refund;
  const selected = Object.entries(columns).map(([name, column]) => `r.${column} as ${name}`);
  const held = anyRelations
    .selectFrom(`${relation} as r`)
    .select([`r.${order} as order`, `r.${id} as id`, ...selected])
    .where(`r.${order}`, 'in', ids)
    .where(`r.${type}`, '=', 'shop_order_refund')
    .where(`r.${status}`, '<>', 'trash')
    .orderBy(`r.${refund.createdAt}`)
    .orderBy(`r.${id}`);
  const listed = gathering.add('refunds', held) as unknown as Statement<RefundRow>;
  const rows = rowsOf(listed, 'order');
  const keys = ['_refund_amount', '_refund_reason', '_order_total'] as const;
  const metas = metaIn(meta, gathering, 'refund-meta', valuesFrom(listed, 'id'), keys);
  const read = (results: Results, order: number) =>
    rows(results, order).map((row): HeldRefund => {
      const held = metas(results, row.id);
      return {
        nativeId: String(row.id),
        amount:
          numberOf(held._refund_amount)?.toFixed() ?? row.amount ?? numberOf(held._order_total)?.toFixed() ?? null,
        reason: plainText(held._refund_reason) ?? plainText(row.reason),
        createdAt: instantOf(row.createdAt, 'UTC'),
      };
    });
  return { listed, read };
}

/**
 * Reads what refunds paid back of which lines, tax included, as the refund's own amount is; nothing where that is not selected.
 * A refund keeps items of its own, below zero, each naming the line that it is of.
 */
export function refundedLinesOf(
  asking: AskingOrders,
  refunds: Statement<{ id: number }>,
): (
  results: Results,
  order: number,
) => ((row: Row, refund: number) => { readonly lineItems: AsRead<LineQuantity>[] }) | null {
  const { view, ids, selection } = asking;
  const below = selection.at('refunds').at('lineItems').at('lineItem');
  if (!selection.at('refunds').has('lineItems')) return () => null;
  const ordered = listedItems(asking, ids, ['line_item'], 'refunded-items');
  const itemMeta = 'refunded-item-meta';
  const lines = itemsOf(asking, ordered, itemMeta, ['line_item'], namesGoods(below));
  const goods = goodsOf(asking, ordered, itemMeta, below, 'refunded-line');
  const back = listedItems(asking, valuesFrom(refunds, 'id'), ['line_item'], 'refund-items');
  const backLines = itemsOf(asking, back, 'refund-item-meta', ['line_item']);
  return (results, order) => (row, refund) => {
    const charge = chargeIn(row, view);
    const all = { currency: row.currency, ...lines(results, order) };
    const known = linesIn(all, view, below, results, () => goods);
    return {
      lineItems: backLines(results, refund).line_item.map(({ meta }) => ({
        lineItem: known.find(({ nativeId }) => nativeId === meta._refunded_item_id) ?? null,
        quantity: plainDecimal(decimal(meta._qty).abs()),
        amount: charge(decimal(meta._line_total).plus(decimal(meta._line_tax)).abs()),
      })),
    };
  };
}
