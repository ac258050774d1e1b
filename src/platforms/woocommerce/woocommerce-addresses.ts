import type { Address } from '../../model/address.js';
import { addressOf } from '../addresses.js';
import { plainText } from '../html-text.js';
import type { addressFields } from './woocommerce-keys.js';

type Part = (typeof addressFields)[number];

/**
 * An address of the parts that this reads; null where every part is empty. WooCommerce keeps a state by its code where it knows
 * the country's states, whose names stand in its source, and as the shopper wrote it elsewhere.
 */
export function addressFrom(held: (part: Part) => string | null | undefined): Address | null {
  const state = plainText(held('state'));
  const country = plainText(held('country'))?.toUpperCase() ?? null;
  const parts = {
    firstName: held('first_name'),
    lastName: held('last_name'),
    company: held('company'),
    address1: held('address_1'),
    address2: held('address_2'),
    city: held('city'),
    region: state,
    regionCode: state !== null && /^[\p{Lu}\d-]{1,12}$/u.test(state) ? state : null,
    postcode: held('postcode'),
    country: country !== null && /^[A-Z]{2}$/.test(country) ? country : null,
    phone: held('phone'),
  };
  return addressOf(parts, plainText);
}
