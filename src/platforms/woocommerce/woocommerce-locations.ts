import type { StoreLocation } from '../../model/store-location.js';
import { wholly } from '../facets.js';
import { plainText } from '../html-text.js';
import { woo } from './woocommerce-relations.js';
import { type PhpValue, phpList, phpText } from './woocommerce-serialized.js';

/** Where shoppers may collect what they bought ("Local pickup" of WooCommerce's blocks), by their places in the option. */
export const locations = wholly(
  'locations',
  () =>
    woo
      .selectFrom('option as o')
      .select('o.option_value')
      .where('o.option_name', '=', 'pickup_location_pickup_locations'),
  ([row]) =>
    phpList(row?.option_value).flatMap((held, at): StoreLocation[] => {
      const text = (name: string, of: PhpValue | undefined = held) => plainText(phpText(partOf(of, name)));
      const address = partOf(held, 'address');
      return [
        {
          nativeId: String(at),
          name: text('name') ?? String(at),
          address: text('address_1', address),
          city: text('city', address),
          postcode: text('postcode', address),
          region: text('state', address),
          country: /^[A-Z]{2}$/.exec(text('country', address) ?? '')?.[0] ?? null,
          ...{ latitude: null, longitude: null, phone: null },
          openingHours: text('details'),
          enabled: partOf(held, 'enabled') === true,
        },
      ];
    }),
);

function partOf(held: PhpValue | undefined, name: string): PhpValue | undefined {
  if (typeof held !== 'object' || held === null || !Object.hasOwn(held, name)) return undefined;
  return (held as { readonly [key: string]: PhpValue })[name];
}
