import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { LineQuantity } from '../../model/order-parts.js';
import { decimal, plainDecimal } from '../decimals.js';
import { chargeIn } from './woocommerce-order-amounts.js';
import { itemsOf, listedItems } from './woocommerce-order-items.js';
import { goodsOf, linesIn } from './woocommerce-order-lines.js';
import type { AskingOrders } from './woocommerce-order-place.js';
import type { OrderRow } from './woocommerce-order-row.js';

type Row = Pick<OrderRow, 'currency'>;

/**
 * Reads what refunds paid back of which lines, tax included, as the refund's own amount is; nothing where that is not selected.
 * A refund keeps items of its own, below zero, each naming the line that it is of.
 */
export function refundedLinesOf(
  { view, gathering, ids, selection }: AskingOrders,
  refunds: Statement<{ id: number }>,
): (
  results: Results,
  order: number,
) => ((row: Row, refund: number) => { readonly lineItems: AsRead<LineQuantity>[] }) | null {
  const below = selection.at('refunds').at('lineItems').at('lineItem');
  if (!selection.at('refunds').has('lineItems')) return () => null;
  const ordered = listedItems(gathering, ids, ['line_item'], 'refunded-items');
  const lines = itemsOf(gathering, ordered, 'refunded-item-meta', ['line_item']);
  const goods = goodsOf({ view, gathering }, valuesFrom(ordered, 'order_item_id'), below, 'refunded-line');
  const back = listedItems(gathering, valuesFrom(refunds, 'id'), ['line_item'], 'refund-items');
  const backLines = itemsOf(gathering, back, 'refund-item-meta', ['line_item']);
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
