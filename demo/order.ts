import type { Units } from './amounts.js';
import type { DemoCustomer } from './customers.js';
import type { Person } from './person.js';
import type { DemoProduct, OfferedOption } from './product.js';

/** What was chosen or typed for one option of a line. */
export interface ChosenOption {
  readonly option: OfferedOption;
  /** The chosen value; null for what the shopper typed. */
  readonly value: OfferedOption['values'][number] | null;
  readonly typed: string;
}

/** One line of an order; the price and the tax are of one piece. */
export interface OrderLine {
  readonly product: DemoProduct;
  readonly quantity: number;
  readonly price: Units;
  readonly tax: Units;
  readonly taxRateId: number;
  readonly chosen: readonly ChosenOption[];
}

/** One of the lines that add up to the total. */
export interface TotalLine {
  readonly code: 'sub_total' | 'shipping' | 'coupon' | 'tax' | 'total';
  readonly title: string;
  readonly value: Units;
  readonly place: number;
}

/** A way of sending, as it was offered; null for goods that need no parcel. */
export interface ShippingChoice {
  readonly code: string;
  readonly name: string;
  readonly cost: Units;
}

/** An order before it becomes rows. */
export interface DemoOrder {
  readonly id: number;
  readonly statusId: number;
  readonly placedDaysAgo: number;
  readonly placedSecond: number;
  readonly channel: 0 | 1;
  readonly customer: DemoCustomer | null;
  readonly person: Person;
  readonly groupId: number;
  readonly currency: { readonly id: number; readonly code: string; readonly rate: number };
  readonly lines: readonly OrderLine[];
  readonly shipping: ShippingChoice | null;
  readonly couponId: number;
  readonly totals: readonly TotalLine[];
  readonly total: Units;
}
