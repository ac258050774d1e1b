import { sql } from 'kysely';
import { type Results, type Statement, statement, valuesFrom } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { Place } from '../../model/place.js';
import type { ShippingKind, ShippingMethod } from '../../model/shipping-method.js';
import type { ShippingZone } from '../../model/shipping-zone.js';
import { countryCode } from '../addresses.js';
import { rowsOf } from '../gathering.js';
import { plainText } from '../html-text.js';
import { placeOf } from '../places.js';
import { methodOf, type Shipping, statedFee, statedPrice, zoneOf } from '../shipping.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { woo } from './woocommerce-relations.js';
import { type PhpValue, phpText, phpValue } from './woocommerce-serialized.js';

const zoneRows = statement(
  'shipping-zones',
  woo
    .selectFrom('shipping_zone as z')
    .select(['z.zone_id', 'z.zone_name'])
    .orderBy('z.zone_order')
    .orderBy('z.zone_id'),
);
const locationRows = statement(
  'shipping-zone-locations',
  woo
    .selectFrom('shipping_zone_location as l')
    .select(['l.zone_id', 'l.location_code', 'l.location_type'])
    .orderBy('l.location_id'),
);
const methodRows = statement(
  'shipping-methods',
  woo
    .selectFrom('shipping_zone_method as m')
    .select(['m.zone_id', 'm.instance_id', 'm.method_id', 'm.is_enabled'])
    .select(
      sql<string>`concat(${'woocommerce_'}, ${sql.ref('m.method_id')}, ${'_'}, ${sql.ref('m.instance_id')}, ${'_settings'})`.as(
        'option_name',
      ),
    )
    .orderBy('m.method_order')
    .orderBy('m.instance_id'),
);
/** The one that is not of a zone: collecting at one of the places that the blocks' checkout offers. */
const pickupOption = 'woocommerce_pickup_location_settings';
const option = woo.selectFrom('shipping_option as o').select(['o.option_name', 'o.option_value']);
const optionRows = statement(
  'shipping-options',
  option.where('o.option_name', 'in', valuesFrom(methodRows, 'option_name')),
);
const pickupRow = statement('pickup-option', option.where('o.option_name', '=', pickupOption));

/** The last zone, which has no row of its own (WC_Shipping_Zone_Data_Store::read). */
const elsewhere: ShippingZone = {
  nativeId: '0',
  name: 'Locations not covered by your other zones',
  enabled: true,
  isElsewhere: true,
  places: [],
};

const locationsOf = rowsOf(locationRows, 'zone_id');

function zonesIn(results: Results): ShippingZone[] {
  const zones = results
    .rows(zoneRows)
    .map(({ zone_id: id, zone_name: name }) => zoneOf(id, name, placesOf(locationsOf(results, id))));
  return [...zones, elsewhere];
}

/** Any of the regions, and any of the postcodes (get_zone_id_from_package); a zone without either is everywhere. */
function placesOf(rows: readonly { readonly location_code: string; readonly location_type: string }[]): Place[] {
  const codes = (type: string) => rows.filter((row) => row.location_type === type).map((row) => row.location_code);
  const postcodes = codes('postcode');
  const regions = rows.flatMap(({ location_type: type, location_code: code }): Place[] => {
    if (type === 'country') return [placeOf({ country: countryCode(code), postcodes })];
    if (type === 'continent') return [placeOf({ continent: code, postcodes })];
    if (type !== 'state') return [];
    const [country = '', region = null] = code.split(':');
    return [placeOf({ country: countryCode(country), region, postcodes })];
  });
  return regions.length > 0 ? regions : [placeOf({ postcodes })];
}

/** What a way of sending is set to, by the names of its settings; none of one whose settings may not be read. */
type Held = (name: string) => string | null;
function settingsIn(row: { readonly option_value: string | null } | undefined): Held {
  const held: PhpValue = phpValue(row?.option_value);
  const settings = new Map(typeof held === 'object' && held !== null ? Object.entries(held) : []);
  return (name) => (settings.has(name) ? phpText(settings.get(name)) : null);
}

/** What WooCommerce calls its own where the merchant did not name them. */
const titles: Readonly<Record<string, string>> = {
  flat_rate: 'Flat rate',
  free_shipping: 'Free shipping',
  local_pickup: 'Local pickup',
};

type Costs = Partial<Pick<ShippingMethod, 'price' | 'freeFrom' | 'needsCoupon'>> & { readonly kind: ShippingKind };

/** What each of WooCommerce's own costs: `evaluate_cost` takes a comma for a point. */
const costsOf: Readonly<Record<string, (held: Held, option: string | null, currency: string) => Costs>> = {
  flat_rate: (held, option, currency) => {
    const cost = (held('cost') ?? '').replaceAll(/\s/g, '').replaceAll(',', '.');
    const price = statedPrice(cost, currency);
    // Goods of some classes cost more, by formulas of their own.
    if (/s:\d+:"(?:class_cost_[^"]*|no_class_cost)";s:[1-9]/.test(option ?? '')) return { kind: 'OTHER' };
    const ofPiece = /^(?:\[qty\]\*([\d.]+)|([\d.]+)\*\[qty\])$/.exec(cost);
    if (ofPiece) return { kind: 'BY_QUANTITY', price: statedPrice(ofPiece[1] ?? ofPiece[2], currency) };
    return price || cost === '' ? { kind: 'FLAT', price } : { kind: 'OTHER' };
  },
  free_shipping: (held, _option, currency) => {
    const requires = held('requires') ?? '';
    const least = ['min_amount', 'either', 'both'].includes(requires);
    return {
      kind: 'FREE',
      price: statedPrice(0, currency),
      freeFrom: least ? statedFee((held('min_amount') ?? '').replace(',', '.'), currency) : null,
      needsCoupon: ['coupon', 'both'].includes(requires),
    };
  },
  local_pickup: (held, _option, currency) => ({
    kind: 'PICKUP',
    price: statedPrice((held('cost') || '0').replace(',', '.'), currency),
  }),
};

function methodsIn(results: Results, view: WooCommerceView): AsRead<ShippingMethod>[] {
  const { defaultCurrency: currency } = view.config;
  const zones = zonesIn(results);
  const options = new Map(results.rows(optionRows).map((row) => [row.option_name, row]));
  const methods = zones.flatMap((zone) =>
    results
      .rows(methodRows)
      .filter((row) => String(row.zone_id) === zone.nativeId)
      .map((row) => {
        const option = options.get(row.option_name);
        const held = settingsIn(option);
        return methodOf({
          nativeId: `${row.method_id}:${row.instance_id}`,
          name: plainText(held('title')) ?? titles[row.method_id] ?? row.method_id,
          enabled: row.is_enabled === 1,
          isEverywhere: false,
          zones: [zone],
          ...(costsOf[row.method_id]?.(held, option?.option_value ?? null, currency) ?? { kind: 'OTHER' }),
        });
      }),
  );
  const [pickup] = results.rows(pickupRow);
  if (!pickup) return methods;
  const held = settingsIn(pickup);
  const collecting = methodOf({
    nativeId: 'pickup_location',
    name: plainText(held('title')) ?? 'Pickup',
    kind: 'PICKUP',
    enabled: held('enabled') === 'yes',
    price: statedPrice((held('cost') || '0').replace(',', '.'), currency),
  });
  return [...methods, collecting];
}

const ofZones: Statement[] = [zoneRows, locationRows];

/** Zones with the ways of sending of each. Extensions' ways have their settings to themselves: they may hold secrets. */
export const shipping: Shipping = {
  zones: () => ({ statements: ofZones, decode: zonesIn }),
  methods: (view) => ({
    statements: [...ofZones, methodRows, optionRows, pickupRow],
    decode: (results) => methodsIn(results, view as WooCommerceView),
  }),
};
