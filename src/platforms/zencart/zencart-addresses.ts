import type { Address } from '../../model/address.js';
import { typedText } from './zencart-texts.js';

/** The parts of an address as Zen Cart holds them, in orders and in address books. */
export interface AddressParts {
  readonly firstName: string | null | undefined;
  readonly lastName: string | null | undefined;
  readonly company: string | null | undefined;
  readonly streetAddress: string | null | undefined;
  readonly suburb: string | null | undefined;
  readonly city: string | null | undefined;
  readonly postcode: string | null | undefined;
  readonly region: string | null | undefined;
  readonly regionCode: string | null | undefined;
  /** ISO 3166-1 alpha-2. */
  readonly country: string | null | undefined;
}

/** An address in the graph's shape; null where it holds nothing at all, as orders of virtual goods leave theirs. */
export function addressOf(parts: AddressParts): Address | null {
  const address: Address = {
    firstName: typedText(parts.firstName),
    lastName: typedText(parts.lastName),
    company: typedText(parts.company),
    address1: typedText(parts.streetAddress),
    address2: typedText(parts.suburb),
    city: typedText(parts.city),
    region: typedText(parts.region),
    regionCode: typedText(parts.regionCode),
    postcode: typedText(parts.postcode),
    country: parts.country ?? null,
    phone: null,
  };
  return Object.values(address).some((part) => part !== null) ? address : null;
}
