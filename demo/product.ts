import type { Units } from './amounts.js';
import type { Leaf } from './categories.js';
import type { Bilingual } from './words/branch.js';
import type { Brand } from './words/brands.js';
import type { Material } from './words/materials.js';
import type { OptionKind } from './words/options.js';

/** An option as one product offers it. */
export interface OfferedOption {
  readonly productOptionId: number;
  readonly kind: OptionKind;
  readonly values: readonly { readonly id: number; readonly name: Bilingual; readonly delta: Units }[];
}

/** A price that holds for a number of pieces, a customer group or some days; a window's open end is null. */
export interface Discount {
  readonly customerGroupId: number;
  readonly quantity: number;
  readonly special: boolean;
  readonly type: 'F' | 'P' | 'S';
  readonly price: number;
  /** Days before today, null where open; negative ahead. */
  readonly fromDaysAgo: number | null;
  readonly toDaysAgo: number | null;
}

/** A product before it becomes rows. */
export interface DemoProduct {
  readonly id: number;
  /** The product that this one is a variant of, or 0. */
  readonly masterId: number;
  readonly name: Bilingual;
  readonly model: string;
  readonly sku: string;
  readonly leaf: Leaf;
  readonly brand: Brand;
  readonly brandId: number;
  readonly material: Material;
  readonly size: Bilingual;
  /** Net, in the store's currency. */
  readonly price: Units;
  readonly weightKg: number;
  readonly digital: boolean;
  readonly printed: boolean;
  readonly addedDaysAgo: number;
  readonly enabled: boolean;
  /** Sold once, no longer in the catalog. */
  readonly deleted: boolean;
  readonly options: readonly OfferedOption[];
  readonly discounts: readonly Discount[];
  /** For a variant, the values of its master's options that make it. */
  readonly chosen: readonly { readonly option: OfferedOption; readonly value: OfferedOption['values'][number] }[];
}

/** What one piece cost a customer group on a past day, options not counted: the best of what was in force. */
export function priceThen(product: DemoProduct, groupId: number, quantity: number, daysAgo: number): Units {
  const inForce = product.discounts.filter(
    (discount) =>
      discount.customerGroupId === groupId &&
      discount.quantity <= quantity &&
      (discount.fromDaysAgo ?? Number.POSITIVE_INFINITY) >= daysAgo &&
      (discount.toDaysAgo ?? Number.NEGATIVE_INFINITY) <= daysAgo,
  );
  return Math.min(product.price, ...inForce.map((discount) => discountedPrice(product.price, discount)));
}

function discountedPrice(price: Units, { type, price: figure }: Discount): Units {
  if (type === 'F') return Math.round(figure * 10_000);
  if (type === 'S') return price - Math.round(figure * 10_000);
  return price - Math.round((price * figure) / 100);
}
