import type { Shipment } from '../../model/order-parts.js';
import { heldText } from '../html-text.js';
import { instantOf } from '../store-time.js';
import { chargeIn } from './magento1-order-amounts.js';
import { countsForShipping, items, someOf } from './magento1-order-lines.js';
import { facts } from './magento1-order-list.js';
import { magento } from './magento1-relations.js';

const { made, rowsBeside } = facts;

const parcels = rowsBeside('shipments', 's.order_id', () =>
  magento.selectFrom('sales_flat_shipment as s').select(['s.entity_id', 's.created_at']).orderBy('s.entity_id'),
);
const tracks = rowsBeside('tracks', 't.order_id', () =>
  magento
    .selectFrom('sales_flat_shipment_track as t')
    .select(['t.entity_id', 't.parent_id', 't.track_number', 't.title', 't.carrier_code'])
    .orderBy('t.entity_id'),
);
const contents = rowsBeside('shipment-items', 's.order_id', ({ selection }) =>
  selection.at('shipments').has('lineItems')
    ? magento
        .selectFrom('sales_flat_shipment as s')
        .innerJoin('sales_flat_shipment_item as i', 'i.parent_id', 's.entity_id')
        .select(['i.entity_id', 'i.parent_id', 'i.order_item_id', 'i.qty'])
        .orderBy('i.entity_id')
    : null,
);

/** Parcels with their tracking numbers. Magento holds no addresses to follow them at. */
export const shipments = made(
  ['order_currency_code'],
  [parcels, tracks, contents, items],
  (row, [rows, allTracks, held, ordered], { view, below }) =>
    rows().map((parcel): Shipment => {
      const own = allTracks().filter((track) => track.parent_id === parcel.entity_id);
      const numbers = own.flatMap((track) => heldText(track.track_number) ?? []);
      const at = {
        storeId: view.storeId,
        charge: chargeIn(row, view),
        below: below.at('lineItems').at('lineItem'),
      };
      return {
        nativeId: String(parcel.entity_id),
        carrier: heldText(own[0]?.title) ?? heldText(own[0]?.carrier_code),
        trackingNumber: numbers[0] ?? null,
        trackingNumbers: numbers,
        trackingUrl: null,
        createdAt: instantOf(parcel.created_at, 'utc'),
        ...(below.has('lineItems') && {
          lineItems: someOf(
            held().filter((one) => one.parent_id === parcel.entity_id),
            ordered(),
            at,
            countsForShipping,
          ),
        }),
      };
    }),
);
