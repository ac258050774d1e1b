import type { OrderState } from '../../model/order-status.js';

/** What OpenCart's own order statuses mean. `shipped` says that a status means the parcel has left. */
export interface StatusMeaning {
  readonly state: OrderState;
  readonly shipped: boolean;
}

const meaning = (state: OrderState, shipped = false): StatusMeaning => ({ state, shipped });

const pending = meaning('PENDING');
const processing = meaning('PROCESSING');
const shipped = meaning('PROCESSING', true);
const complete = meaning('COMPLETED', true);
const cancelled = meaning('CANCELLED');
const failed = meaning('FAILED');
const refunded = meaning('REFUNDED');
const onHold = meaning('ON_HOLD');

/** The statuses that OpenCart installs, by id (install/opencart.sql, the same from 1.5 to 4.1). */
const installed: ReadonlyMap<number, StatusMeaning> = new Map([
  [1, pending],
  [2, processing],
  [3, shipped],
  [5, complete],
  [7, cancelled],
  [8, failed], // Denied: the payment was
  [9, processing], // Canceled Reversal: the money taken back came again
  [10, failed],
  [11, refunded],
  [12, refunded], // Reversed: the payment was taken back
  [13, refunded], // Chargeback
  [14, cancelled], // Expired: the authorisation was never captured
  [15, processing], // Processed
  [16, cancelled], // Voided
]);

/** Names that say what they mean whatever their id: OpenCart's own and what merchants commonly add. Compared letter by letter. */
const named: ReadonlyMap<string, StatusMeaning> = new Map(
  (
    [
      [pending, ['pending', 'new', 'awaiting payment', 'pending payment', 'payment pending', 'unpaid']],
      [
        processing,
        [
          'processing',
          'processed',
          'paid',
          'confirmed',
          'packed',
          'packing',
          'canceled reversal',
          'cancelled reversal',
        ],
      ],
      [
        processing,
        ['in progress', 'preparing', 'ready to ship', 'ready for pickup', 'ready for dispatch', 'payment received'],
      ],
      [shipped, ['shipped', 'sent', 'dispatched', 'in transit', 'out for delivery', 'on its way']],
      [complete, ['complete', 'completed', 'delivered', 'fulfilled', 'picked up', 'collected', 'closed']],
      [cancelled, ['canceled', 'cancelled', 'voided', 'expired']],
      [refunded, ['refunded', 'reversed', 'chargeback', 'returned and refunded']],
      [failed, ['failed', 'denied', 'declined', 'payment failed', 'fraud']],
      [onHold, ['on hold', 'hold', 'awaiting stock', 'backordered', 'back order', 'backorder', 'under review']],
    ] as const
  ).flatMap(([means, names]) => names.map((name) => [name, means] as const)),
);

/** The shop's own settings on statuses, as ids. */
export interface StatusSettings {
  readonly complete: ReadonlySet<number>;
  readonly processing: ReadonlySet<number>;
  readonly initial: number | null;
  readonly voided: number | null;
  readonly fraud: number | null;
}

/**
 * What a status means: by its name in any of the store's languages; else, for an id that OpenCart installs, by that id, since its
 * name is then a translation; else by the shop's settings; else nothing known. The settings come last because they say when
 * stock is taken and downloads open, not how far an order is: an installed OpenCart lists Shipped as complete.
 */
export function meaningOf(id: number, names: readonly string[], settings: StatusSettings): StatusMeaning {
  for (const name of names) {
    const known = named.get(name.trim().toLowerCase());
    if (known) return known;
  }
  const own = installed.get(id);
  if (own) return own;
  if (settings.voided === id) return cancelled;
  if (settings.fraud === id) return failed;
  if (settings.complete.has(id)) return complete;
  if (settings.initial === id) return pending;
  if (settings.processing.has(id)) return processing;
  return meaning('OTHER');
}

/** The settings on statuses among those that are held; a list that cannot be read has none. */
export function statusSettingsOf(held: ReadonlyMap<string, string>): StatusSettings {
  const idsOf = (key: string) => {
    try {
      const list: unknown = JSON.parse(held.get(key) || '[]');
      return new Set(Object.values(list ?? []).map(Number));
    } catch {
      return new Set<number>();
    }
  };
  return {
    complete: idsOf('config_complete_status'),
    processing: idsOf('config_processing_status'),
    initial: Number(held.get('config_order_status_id')) || null,
    voided: Number(held.get('config_void_status_id')) || null,
    fraud: Number(held.get('config_fraud_status_id')) || null,
  };
}
