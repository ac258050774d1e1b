import type { Address } from '../model/address.js';

/** A country's code as a store holds it; null for what is none. */
export function countryCode(held: string | null | undefined): string | null {
  const code = held?.trim().toUpperCase() ?? '';
  return /^[A-Z]{2}$/.test(code) ? code : null;
}

/** An address of a customer's, by its number. */
export interface AddressEntry {
  readonly id: number;
  readonly address: Address;
}

/** The address of a customer's that is preset; null where none is. */
export function presetIn<Entry extends AddressEntry>(
  book: readonly Entry[],
  isPreset: (entry: Entry) => boolean,
): Address | null {
  return book.find(isPreset)?.address ?? null;
}

/** The parts of an address as a store holds them. */
export type AddressParts = { readonly [Part in keyof Address]?: string | null | undefined };

/** An address in the graph's shape, each part read by `textOf`; null where it holds nothing at all, as orders of virtual goods leave theirs. */
export function addressOf(
  parts: AddressParts,
  textOf: (held: string | null | undefined) => string | null,
): Address | null {
  const address: Address = {
    firstName: textOf(parts.firstName),
    lastName: textOf(parts.lastName),
    company: textOf(parts.company),
    address1: textOf(parts.address1),
    address2: textOf(parts.address2),
    city: textOf(parts.city),
    region: textOf(parts.region),
    regionCode: textOf(parts.regionCode),
    postcode: textOf(parts.postcode),
    country: countryCode(parts.country),
    phone: textOf(parts.phone),
  };
  return Object.values(address).some((part) => part !== null) ? address : null;
}
