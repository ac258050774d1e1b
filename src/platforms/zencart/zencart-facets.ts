import { type Facets, noneOf, wholly } from '../facets.js';
import { unescaped } from '../html-text.js';
import { zencart } from './zencart-relations.js';

/** Zen Cart knows neither tags nor attributes that say facts. */
export const facets: Facets = {
  brands: wholly(
    'brands',
    () =>
      zencart
        .selectFrom('manufacturers as m')
        .select(['m.manufacturers_id', 'm.manufacturers_name'])
        .orderBy('m.manufacturers_name')
        .orderBy('m.manufacturers_id'),
    (rows) =>
      rows.map((row) => ({ nativeId: String(row.manufacturers_id), name: unescaped(row.manufacturers_name ?? '') })),
  ),
  tags: noneOf,
  attributes: noneOf,
  attributeSets: noneOf,
  locations: noneOf,
};
