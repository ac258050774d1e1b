import { valuesFrom } from '../../bridge/plan.js';
import type { Place } from '../../model/place.js';
import { type Gathering, type Reading, rowOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { placeOf } from '../places.js';
import type { ZenCartView } from './zencart-config.js';
import { zencart } from './zencart-relations.js';

/** The places of geo zones by their numbers: regions of countries; 0 or none is all of a country, or any country. */
export function placesOf(
  { native }: ZenCartView,
  gathering: Gathering,
  geoZones: readonly number[],
): Reading<readonly Place[]> {
  const rows = gathering.rows(
    'geo-zone-places',
    'g.geo_zone_id',
    geoZones,
    zencart
      .selectFrom('zones_to_geo_zones as g')
      .select(['g.zone_country_id', 'g.zone_id'])
      .orderBy('g.association_id'),
  );
  const regions = gathering.add(
    'geo-zone-regions',
    zencart
      .selectFrom('zones as z')
      .select(['z.zone_id', 'z.zone_code', 'z.zone_name'])
      .where('z.zone_id', 'in', valuesFrom(rows.listed, 'zone_id') as number[]),
  );
  const region = rowOf(regions, 'zone_id');
  return (results, geoZone) =>
    rows(results, geoZone).map(({ zone_country_id: country, zone_id: zone }) => {
      const held = zone ? region(results, zone) : null;
      return placeOf({
        country: native.countriesById[country]?.code ?? null,
        region: zone ? (plainText(held?.zone_code) ?? plainText(held?.zone_name) ?? String(zone)) : null,
      });
    });
}
