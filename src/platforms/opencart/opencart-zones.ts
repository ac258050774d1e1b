import { valuesFrom } from '../../bridge/plan.js';
import type { Place } from '../../model/place.js';
import type { Gathering, Reading } from '../gathering.js';
import { plainText } from '../html-text.js';
import { placeOf } from '../places.js';
import { zonesOf } from './opencart-addresses.js';
import type { OpenCartView } from './opencart-config.js';
import { opencart } from './opencart-relations.js';

/** The places of geo zones by their numbers, which stand for regions of countries; 0 is all of a country, or any country. */
export function placesOf(
  view: OpenCartView,
  gathering: Gathering,
  geoZones: readonly number[],
): Reading<readonly Place[]> {
  const rows = gathering.rows(
    'geo-zone-places',
    'g.geo_zone_id',
    geoZones,
    opencart.selectFrom('zone_to_geo_zone as g').select(['g.country_id', 'g.zone_id']).orderBy('g.zone_to_geo_zone_id'),
  );
  const regions = zonesOf(view, gathering, valuesFrom(rows.listed, 'zone_id'), 'geo-zone-regions');
  return (results, geoZone) =>
    rows(results, geoZone).map(({ country_id: country, zone_id: zone }) => {
      const region = regions(results, zone);
      return placeOf({
        country: view.native.countries[country] ?? null,
        region: zone > 0 ? (plainText(region?.code) ?? plainText(region?.name) ?? String(zone)) : null,
      });
    });
}
