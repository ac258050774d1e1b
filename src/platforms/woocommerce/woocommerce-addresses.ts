import type { Address } from '../../model/address.js';
import { plainText } from '../html-text.js';
import type { Meta } from './woocommerce-meta.js';
import type { AddressColumns } from './woocommerce-tables.js';

export const addressFields = [
  'first_name',
  'last_name',
  'company',
  'address_1',
  'address_2',
  'city',
  'state',
  'postcode',
  'country',
  'phone',
] as const satisfies readonly (keyof AddressColumns)[];

/**
 * An address; null where every part is empty. WooCommerce keeps a state by its code where it knows the country's states, whose
 * names stand in its source, and as the shopper wrote it elsewhere.
 */
export function addressOf(held: Partial<AddressColumns>): Address | null {
  const text = (field: keyof AddressColumns) => plainText(held[field]);
  if (addressFields.every((field) => text(field) === null)) return null;
  const state = text('state');
  const country = text('country')?.toUpperCase() ?? null;
  return {
    firstName: text('first_name'),
    lastName: text('last_name'),
    company: text('company'),
    address1: text('address_1'),
    address2: text('address_2'),
    city: text('city'),
    region: state,
    regionCode: state !== null && /^[\p{Lu}\d-]{1,12}$/u.test(state) ? state : null,
    postcode: text('postcode'),
    country: country !== null && /^[A-Z]{2}$/.test(country) ? country : null,
    phone: text('phone'),
  };
}

/** The keys of an address among a post's or a user's: `billing_city`, `_billing_city`. */
export function addressKeys(prefix: string): string[] {
  return addressFields.map((field) => `${prefix}${field}`);
}

/** An address kept by such keys; null where every part is empty. */
export function addressInMeta(meta: Meta, prefix: string): Address | null {
  return addressOf(Object.fromEntries(addressFields.map((field) => [field, meta.get(`${prefix}${field}`)])));
}
