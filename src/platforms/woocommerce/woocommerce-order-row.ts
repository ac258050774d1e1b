import type { Address } from '../../model/address.js';
import { fieldsOf } from '../entity.js';
import type { OrderTimeColumns } from '../order-times.js';
import type { WooCommerceView } from './woocommerce-config.js';
import type { itemKeys } from './woocommerce-keys.js';
import type { Meta } from './woocommerce-meta.js';
import type { WooCommerceTables } from './woocommerce-relations.js';

/** An item of an order: a line, coupon, fee, tax or shipping, with its keys. */
export interface Item<Type extends ItemType> {
  readonly id: number;
  /** As plain text. */
  readonly name: string;
  readonly meta: Meta<(typeof itemKeys)[Type][number]>;
}

export type ItemType = keyof typeof itemKeys;

/** An order with all that is kept with it, by the names that WooCommerce's own tables give it, wherever the store keeps it. */
export type OrderRow = Omit<WooCommerceTables['order'], 'id' | 'type' | 'parent_order_id'> &
  Omit<WooCommerceTables['order_operation'], 'order_id'> & {
    readonly billing_address: Address | null;
    readonly billing_phone: string | null;
    /** What the usual plugins gave the order for a number; null where nothing. */
    readonly order_number: string | null;
    readonly shipping_address: Address | null;
  } & OrderTimeColumns &
  Meta<'_wc_shipment_tracking_items'> & {
    readonly [Type in ItemType]: readonly Item<Type>[];
  };

/** The words in which orders are said. */
export const words = fieldsOf<WooCommerceView, OrderRow>();
