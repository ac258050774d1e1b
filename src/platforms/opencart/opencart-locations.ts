import type { StoreLocation } from '../../model/store-location.js';
import { decimalOrNull, plainDecimal } from '../decimals.js';
import { wholly } from '../facets.js';
import { plainText, unescaped } from '../html-text.js';
import { opencart } from './opencart-relations.js';

/** The shops of the page "Contact"; OpenCart keeps an address, and where it is, as one text each. */
export const locations = wholly(
  'locations',
  () =>
    opencart
      .selectFrom('location as l')
      .select(['l.location_id', 'l.name', 'l.address', 'l.telephone', 'l.geocode', 'l.open'])
      .orderBy('l.location_id'),
  (rows) =>
    rows.map((row): StoreLocation => {
      const [latitude, longitude] = placeIn(row.geocode);
      return {
        nativeId: String(row.location_id),
        name: unescaped(row.name ?? String(row.location_id)),
        address: linesOf(row.address),
        ...{ city: null, postcode: null, region: null, country: null },
        latitude,
        longitude,
        phone: plainText(row.telephone),
        openingHours: linesOf(row.open),
        enabled: true,
      };
    }),
);

const linesOf = (held: string | null) => plainText(held)?.replaceAll('\r\n', '\n') ?? null;

/** Latitude and longitude of a geocode such as `48.2,16.37`; none of one that is not of that form. */
function placeIn(geocode: string | null): readonly [string | null, string | null] {
  const [latitude = null, longitude = null] = (geocode ?? '').split(',').map((one) => decimalOrNull(one.trim()));
  return latitude && longitude ? [plainDecimal(latitude), plainDecimal(longitude)] : [null, null];
}
