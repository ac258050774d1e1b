import type { Shipment } from '../../model/order-parts.js';
import { plainText } from '../html-text.js';
import { parcelOf } from '../order-progress.js';
import { unixTime } from './woocommerce-prices.js';
import { type PhpValue, phpList, phpText } from './woocommerce-serialized.js';

/** Parcels as the extension Shipment Tracking, and others like it, keep them with an order; WooCommerce itself keeps none. */
export function shipmentsIn(serialized: string): Shipment[] {
  return phpList(serialized).flatMap((entry, at) => {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return [];
    const of = entry as { readonly [key: string]: PhpValue };
    const text = (key: string) => plainText(phpText(of[key]));
    const number = text('tracking_number');
    const link = text('custom_tracking_link');
    return [
      parcelOf({
        nativeId: text('tracking_id') ?? String(at),
        carrier: text('tracking_provider') ?? text('custom_tracking_provider'),
        trackingNumber: number,
        trackingUrl: link !== null && /^https?:\/\//i.test(link) ? link : null,
        createdAt: unixTime(phpText(of.date_shipped)),
      }),
    ];
  });
}
