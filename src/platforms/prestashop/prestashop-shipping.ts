import { orError, type Results, statement } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Place } from '../../model/place.js';
import { ServiceError } from '../../model/service-error.js';
import type { ShippingKind, ShippingMethod } from '../../model/shipping-method.js';
import type { ShippingRate } from '../../model/shipping-rate.js';
import type { ShippingZone } from '../../model/shipping-zone.js';
import { decimal, money, plainDecimal } from '../decimals.js';
import { rowsOf } from '../gathering.js';
import { heldText } from '../html-text.js';
import { placeOf } from '../places.js';
import { methodOf, type Shipping, statedFee, statedPrice } from '../shipping.js';
import { prestashop } from './prestashop-relations.js';
import { carrierName } from './prestashop-shipments.js';
import type { PrestaShopView } from './prestashop-view.js';

const zoneRows = statement(
  'zones',
  prestashop.selectFrom('zone as z').select(['z.id_zone', 'z.name', 'z.active']).orderBy('z.id_zone'),
);
/** Only what is switched on can be sent to. */
const countryRows = statement(
  'zone-countries',
  prestashop
    .selectFrom('country as c')
    .select(['c.id_country', 'c.id_zone'])
    .where('c.active', '=', 1)
    .orderBy('c.id_country'),
);
const stateRows = statement(
  'zone-states',
  prestashop
    .selectFrom('state as s')
    .innerJoin('country as c', 'c.id_country', 's.id_country')
    .select(['s.id_state', 's.id_country', 's.id_zone', 's.iso_code', 's.name'])
    .where('s.active', '=', 1)
    .where('c.active', '=', 1)
    .orderBy('s.id_state'),
);
const statesOf = rowsOf(stateRows, 'id_country');
const ofZones = [zoneRows, countryRows, stateRows];

function zonesIn(results: Results, view: PrestaShopView): ShippingZone[] {
  const places = placesOf(results, view);
  return results.rows(zoneRows).map(({ id_zone: id, name, active }) => ({
    nativeId: String(id),
    name: heldText(name) ?? String(id),
    enabled: active === 1,
    isElsewhere: false,
    places: places.get(id) ?? [],
  }));
}

/**
 * The places of each zone. An address is in the zone of its state, else in that of its country (Address::getZoneById), so a country
 * stands as a whole where no state of it is in another zone, and state by state where one is.
 */
function placesOf(results: Results, { native }: PrestaShopView): Map<number, Place[]> {
  const found = new Map<number, Place[]>();
  const add = (zone: number, place: Place) => found.set(zone, [...(found.get(zone) ?? []), place]);
  for (const country of results.rows(countryRows)) {
    const code = native.countries[country.id_country];
    if (!code) continue;
    const states = statesOf(results, country.id_country);
    const zoneOf = (state: { readonly id_zone: number }) => state.id_zone || country.id_zone;
    if (states.every((state) => zoneOf(state) === country.id_zone)) {
      add(country.id_zone, placeOf({ country: code }));
      continue;
    }
    for (const state of states) {
      const region = heldText(state.iso_code) ?? heldText(state.name) ?? String(state.id_state);
      add(zoneOf(state), placeOf({ country: code, region }));
    }
  }
  return found;
}

const carrierRows = statement(
  'carriers',
  prestashop
    .selectFrom('carrier as c')
    .select(['c.id_carrier', 'c.name', 'c.active', 'c.is_free', 'c.is_module', 'c.need_range'])
    .select(['c.shipping_handling', 'c.shipping_method'])
    .where('c.deleted', '=', 0)
    .orderBy('c.position')
    .orderBy('c.id_carrier'),
);
const carrierZoneRows = statement(
  'carrier-zones',
  prestashop
    .selectFrom('carrier_zone as z')
    .select(['z.id_carrier', 'z.id_zone'])
    .orderBy('z.id_carrier')
    .orderBy('z.id_zone'),
);
const zonesOf = rowsOf(carrierZoneRows, 'id_carrier');
/** What is asked by price or by weight; each row is of one of both. */
const deliveryRows = statement(
  'delivery-prices',
  prestashop
    .selectFrom('delivery as d')
    .leftJoin('range_price as p', 'p.id_range_price', 'd.id_range_price')
    .leftJoin('range_weight as w', 'w.id_range_weight', 'd.id_range_weight')
    .select(['d.id_carrier', 'd.id_zone', 'd.id_shop', 'd.id_shop_group', 'd.price'])
    .select(['p.delimiter1 as price_from', 'p.delimiter2 as price_to'])
    .select(['w.delimiter1 as weight_from', 'w.delimiter2 as weight_to'])
    .orderBy('d.id_zone')
    .orderBy('p.delimiter1')
    .orderBy('w.delimiter1')
    .orderBy('d.id_delivery'),
);

/** Which number of `shipping_method` is which (Carrier::getShippingMethod); 0 is what the shop's setting says. */
const [byWeight, byPrice] = [1, 2];

/** Carriers; an edited one is a new row of another id, as orders hold it. */
function methodsIn(results: Results, view: PrestaShopView): AsRead<ShippingMethod>[] {
  const { config, native } = view;
  const currency = config.defaultCurrency;
  const zones = new Map(zonesIn(results, view).map((zone) => [Number(zone.nativeId), zone]));
  const deliveries = orError(() => deliveriesIn(results, view));
  return results.rows(carrierRows).map((row) => {
    const method = row.shipping_method || (native.shipping.byWeight ? byWeight : byPrice);
    const measured: ShippingKind = method === byWeight ? 'BY_WEIGHT' : method === byPrice ? 'BY_PRICE' : 'FREE';
    const asked = row.is_module === 1 && row.need_range !== 1;
    const kind = row.is_free === 1 ? 'FREE' : asked ? 'CARRIER' : measured;
    const free = kind === 'FREE';
    const own = zonesOf(results, row.id_carrier).flatMap(({ id_zone: id }) => zones.get(id) ?? []);
    const rates = (rows: readonly DeliveryRow[]) => (free || asked ? [] : ratesOf(rows, kind, zones, currency));
    return methodOf(
      {
        nativeId: String(row.id_carrier),
        name: carrierName(view, row.name) ?? String(row.id_carrier),
        kind,
        enabled: row.active === 1,
        isEverywhere: false,
        zones: own,
        price: free ? statedPrice(0, currency) : null,
        handlingFee: !free && row.shipping_handling === 1 ? statedFee(native.shipping.handling, currency) : null,
        freeFrom: free || asked ? null : statedFee(native.shipping.freeFrom, currency),
      },
      deliveries instanceof ServiceError
        ? deliveries
        : rates(deliveries.filter((one) => one.id_carrier === row.id_carrier)),
    );
  });
}

type DeliveryRow = ReturnType<typeof deliveriesIn>[number];

/** What holds for the default shop: its own prices, else those of its group, else those of all (Carrier::sqlDeliveryRangeShop). */
function deliveriesIn(results: Results, { native }: PrestaShopView) {
  const groupId = native.shops.find(({ id }) => id === native.shopId)?.groupId;
  const rankOf = (row: { id_shop: number | null; id_shop_group: number | null }) => {
    if (row.id_shop) return row.id_shop === native.shopId ? 2 : -1;
    if (row.id_shop_group) return row.id_shop_group === groupId ? 1 : -1;
    return 0;
  };
  const rows = results.rows(deliveryRows).filter((row) => rankOf(row) >= 0);
  const sameAs = (row: (typeof rows)[number]) =>
    [row.id_carrier, row.id_zone, row.price_from, row.price_to, row.weight_from, row.weight_to].join();
  const best = new Map<string, number>();
  for (const row of rows) best.set(sameAs(row), Math.max(best.get(sameAs(row)) ?? 0, rankOf(row)));
  return rows.filter((row) => rankOf(row) === best.get(sameAs(row)));
}

function ratesOf(
  rows: readonly DeliveryRow[],
  kind: ShippingKind,
  zones: ReadonlyMap<number, ShippingZone>,
  currency: string,
): ShippingRate[] {
  return rows.flatMap((row) => {
    const zone = zones.get(row.id_zone);
    const [from, to] = kind === 'BY_PRICE' ? [row.price_from, row.price_to] : [row.weight_from, row.weight_to];
    if (!zone || from === null || to === null) return [];
    const range = { from: plainDecimal(decimal(from)), to: plainDecimal(decimal(to)) };
    return [{ zone, places: [], ...range, price: money(decimal(row.price), currency), percentage: null }];
  });
}

export const shipping: Shipping = {
  zones: (view) => ({ statements: ofZones, decode: (results) => zonesIn(results, view as PrestaShopView) }),
  methods: (view) => ({
    statements: [...ofZones, carrierRows, carrierZoneRows, deliveryRows],
    decode: (results) => methodsIn(results, view as PrestaShopView),
  }),
};
