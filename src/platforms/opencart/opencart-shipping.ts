import { statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { ShippingKind, ShippingMethod } from '../../model/shipping-method.js';
import type { ShippingZone } from '../../model/shipping-zone.js';
import { Gathering, type Reading } from '../gathering.js';
import { methodOf, ratesIn, type Shipping, statedFee, statedPrice, zoneOf } from '../shipping.js';
import type { OpenCartView } from './opencart-config.js';
import { opencart } from './opencart-relations.js';
import { placesOf } from './opencart-zones.js';

const zoneRows = statement(
  'geo-zones',
  opencart.selectFrom('geo_zone as g').select(['g.geo_zone_id', 'g.name']).orderBy('g.name').orderBy('g.geo_zone_id'),
);
const extensionRows = statement(
  'shipping-extensions',
  opencart.selectFrom('shipping_extension as e').select('e.code').distinct().orderBy('e.code'),
);
const settingRows = statement(
  'shipping-settings',
  opencart.selectFrom('shipping_setting as s').select(['s.key', 's.value']),
);

/** The geo zones, which taxes hold in too. */
function zonesFor(view: OpenCartView, gathering: Gathering): Reading<readonly ShippingZone[]> {
  gathering.statements.push(zoneRows);
  const places = placesOf(view, gathering, valuesFrom(zoneRows, 'geo_zone_id'));
  return (results) =>
    results.rows(zoneRows).map(({ geo_zone_id: id, name }) => zoneOf(id, name, [...places(results, id)]));
}

/** What OpenCart's own and its carriers are called: names stand in files alone (`language/en-gb/extension/shipping`). */
const known: Readonly<Record<string, readonly [name: string, kind: ShippingKind]>> = {
  flat: ['Flat Rate', 'FLAT'],
  free: ['Free Shipping', 'FREE'],
  item: ['Per Item', 'BY_QUANTITY'],
  pickup: ['Pickup', 'PICKUP'],
  auspost: ['Australia Post', 'CARRIER'],
  ec_ship: ['EC-Ship', 'CARRIER'],
  fedex: ['Fedex', 'CARRIER'],
  parcelforce_48: ['Parcelforce 48', 'CARRIER'],
  royal_mail: ['Royal Mail', 'CARRIER'],
  ups: ['United Parcel Service', 'CARRIER'],
  usps: ['United States Postal Service', 'CARRIER'],
};

type Held = (setting: string) => string | null;

function methodsOf(code: string, held: Held, zones: readonly ShippingZone[], currency: string) {
  const enabled = Number(held(`${code}_status`)) > 0;
  // One for each geo zone that it was set up for (catalog/model/extension/shipping/weight.php).
  if (code === 'weight') {
    return zones
      .filter(({ nativeId }) => held(`weight_${nativeId}_status`) !== null)
      .map((zone): AsRead<ShippingMethod> => {
        const on = enabled && Number(held(`weight_${zone.nativeId}_status`)) > 0;
        const own = { nativeId: `weight.weight_${zone.nativeId}`, name: zone.name, enabled: on };
        const rates = ratesIn(held(`weight_${zone.nativeId}_rate`), currency);
        return methodOf({ ...own, kind: 'BY_WEIGHT', isEverywhere: false, zones: [zone] }, rates);
      });
  }
  const [name, kind] = known[code] ?? [code, 'OTHER'];
  const zone = Number(held(`${code}_geo_zone_id`)) || 0;
  const stated: Partial<Record<ShippingKind, string | null>> = {
    ...{ FREE: '0', PICKUP: '0' },
    // Without a cost it costs nothing.
    ...{ FLAT: held('flat_cost') || '0', BY_QUANTITY: held('item_cost') || '0' },
  };
  return [
    methodOf({
      ...{ nativeId: stated[kind] ? `${code}.${code}` : code, name, kind, enabled },
      isEverywhere: zone === 0,
      zones: zones.filter(({ nativeId }) => nativeId === String(zone)),
      price: statedPrice(stated[kind], currency),
      freeFrom: code === 'free' ? statedFee(held('free_total'), currency) : null,
    }),
  ];
}

export const shipping: Shipping = {
  zones: (store) => {
    const gathering = new Gathering();
    const zones = zonesFor(store as OpenCartView, gathering);
    return { statements: gathering.statements, decode: (results) => zones(results, 0) };
  },
  methods: (store) => {
    const gathering = new Gathering();
    const zones = zonesFor(store as OpenCartView, gathering);
    return {
      statements: [...gathering.statements, extensionRows, settingRows],
      decode: (results) => {
        const settings = new Map(results.rows(settingRows).map(({ key, value }) => [key, value]));
        const held: Held = (setting) => settings.get(`shipping_${setting}`) ?? null;
        const orderOf = (code: string) => Number(held(`${code}_sort_order`)) || 0;
        return results
          .rows(extensionRows)
          .map(({ code }) => code)
          .sort((a, b) => orderOf(a) - orderOf(b))
          .flatMap((code) => methodsOf(code, held, zones(results, 0), store.config.defaultCurrency));
      },
    };
  },
};
