import { statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { ShippingKind, ShippingMethod } from '../../model/shipping-method.js';
import type { ShippingRate } from '../../model/shipping-rate.js';
import type { ShippingZone } from '../../model/shipping-zone.js';
import { countryCode } from '../addresses.js';
import { Gathering, type Reading } from '../gathering.js';
import { placeOf } from '../places.js';
import { methodOf, ratesIn, type Shipping, statedFee, statedPrice, zoneOf } from '../shipping.js';
import type { ZenCartView } from './zencart-config.js';
import { placesOf } from './zencart-geo-zones.js';
import { zencart } from './zencart-relations.js';

const zoneRows = statement(
  'geo-zones',
  zencart.selectFrom('geo_zones as g').select(['g.geo_zone_id', 'g.geo_zone_name']).orderBy('g.geo_zone_id'),
);
const settingRows = statement(
  'shipping-settings',
  zencart
    .selectFrom('shipping_configuration as c')
    .select(['c.configuration_key', 'c.configuration_value'])
    .orderBy('c.configuration_key'),
);

/** The zones that the merchant defined, which taxes hold in too. */
function zonesFor(view: ZenCartView, gathering: Gathering): Reading<readonly ShippingZone[]> {
  gathering.statements.push(zoneRows);
  const places = placesOf(view, gathering, valuesFrom(zoneRows, 'geo_zone_id'));
  return (results) =>
    results
      .rows(zoneRows)
      .map(({ geo_zone_id: id, geo_zone_name: name }) => zoneOf(id, name, [...places(results, id)]));
}

/** What Zen Cart's own are called: names stand in files alone (`includes/languages/english/modules/shipping`). */
const known: Readonly<Record<string, readonly [name: string, kind: ShippingKind]>> = {
  flat: ['Flat Rate', 'FLAT'],
  item: ['Per Item', 'BY_QUANTITY'],
  perweightunit: ['Per Unit', 'BY_WEIGHT'],
  table: ['Table Rate', 'OTHER'],
  zones: ['Zone Rates', 'OTHER'],
  freeshipper: ['FREE SHIPPING!', 'FREE'],
  freeoptions: ['Free Shipping Options', 'FREE'],
  storepickup: ['Store Pickup', 'PICKUP'],
};

/** Carriers whose modules are known by how they are called, such as `upsoauth`. */
const carrier = /^(?:auspost|canadapost|dhl|fedex|ups|usps)/;

/** What tables are measured by (`MODULE_SHIPPING_TABLE_MODE`, `MODULE_SHIPPING_ZONES_METHOD`). */
const measures: Readonly<Record<string, ShippingKind>> = {
  weight: 'BY_WEIGHT',
  price: 'BY_PRICE',
  item: 'BY_QUANTITY',
};

type Held = (setting: string) => string | null;

/** The tables of the module `zones`, each for countries of its own; `00` is every country that is in none before it. */
function zonedRates(held: Held, numbers: readonly number[], currency: string): ShippingRate[] {
  return numbers.flatMap((number) => {
    const codes = (held(`COUNTRIES_${number}`) ?? '').split(',').map((code) => code.trim());
    if (codes.includes('00')) return ratesIn(held(`COST_${number}`), currency);
    const places = codes.flatMap((code) => {
      const country = countryCode(code);
      return country ? [placeOf({ country })] : [];
    });
    return places.length > 0 ? ratesIn(held(`COST_${number}`), currency, { zone: null, places }) : [];
  });
}

function moduleOf(
  code: string,
  held: Held,
  zones: readonly ShippingZone[],
  numbers: readonly number[],
  currency: string,
): AsRead<ShippingMethod> {
  const [name, kind] = known[code] ?? [code, carrier.test(code) ? 'CARRIER' : 'OTHER'];
  const own = { nativeId: code, name, enabled: held('STATUS') === 'True' };
  // Fees for each box, or each table, are not one fee.
  const handlingFee = held('HANDLING_METHOD') === 'Box' ? null : statedFee(held('HANDLING'), currency);
  if (code === 'zones') {
    const rates = zonedRates(held, numbers, currency);
    const everywhere = rates.some(({ places }) => places.length === 0);
    const places = everywhere ? [] : rates.flatMap((rate) => rate.places);
    const countries = [...new Map(places.map((place) => [place.country, place])).values()];
    const measured = measures[(held('METHOD') ?? '').toLowerCase()] ?? 'OTHER';
    return methodOf({ ...own, kind: measured, isEverywhere: everywhere, places: countries }, rates);
  }
  const zone = Number(held('ZONE')) || 0;
  const where = { isEverywhere: zone === 0, zones: zones.filter(({ nativeId }) => nativeId === String(zone)) };
  if (code === 'table') {
    const measured = measures[held('MODE') ?? ''] ?? 'OTHER';
    return methodOf({ ...own, ...where, kind: measured, handlingFee }, ratesIn(held('COST'), currency));
  }
  const freeFrom = code === 'freeoptions' ? statedFee(held('TOTAL_MIN'), currency) : null;
  return methodOf({ ...own, ...where, kind, price: statedPrice(held('COST'), currency), handlingFee, freeFrom });
}

export const shipping: Shipping = {
  zones: (store) => {
    const gathering = new Gathering();
    const zones = zonesFor(store as ZenCartView, gathering);
    return { statements: gathering.statements, decode: (results) => zones(results, 0) };
  },
  methods: (store) => {
    const gathering = new Gathering();
    const zones = zonesFor(store as ZenCartView, gathering);
    return {
      statements: [...gathering.statements, settingRows],
      decode: (results) => {
        const rows = results.rows(settingRows);
        const settings = new Map(rows.map((row) => [row.configuration_key, row.configuration_value]));
        // As many as the merchant wrote into the module's file.
        const numbers = rows
          .map((row) => Number(/^MODULE_SHIPPING_ZONES_COUNTRIES_(\d{1,4})$/.exec(row.configuration_key)?.[1]))
          .filter((number) => number > 0)
          .sort((a, b) => a - b);
        return (settings.get('MODULE_SHIPPING_INSTALLED') ?? '')
          .split(';')
          .map((file) => file.trim().replace(/\.php$/, ''))
          .filter((code) => code !== '')
          .map((code) => {
            const held: Held = (setting) => settings.get(`MODULE_SHIPPING_${code.toUpperCase()}_${setting}`) ?? null;
            return moduleOf(code, held, zones(results, 0), numbers, store.config.defaultCurrency);
          });
      },
    };
  },
};
