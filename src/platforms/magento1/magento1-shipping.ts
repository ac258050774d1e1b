import { answered, orError, type Results, statement } from '../../bridge/plan.js';
import type { AsRead } from '../../model/as-read.js';
import type { ShippingKind, ShippingMethod } from '../../model/shipping-method.js';
import type { ShippingRate } from '../../model/shipping-rate.js';
import { countryCode } from '../addresses.js';
import { decimal, money, plainDecimal } from '../decimals.js';
import { heldText } from '../html-text.js';
import { placeOf } from '../places.js';
import { methodOf, type Shipping, statedFee, statedPrice } from '../shipping.js';
import type { Magento1View } from './magento1-config.js';
import { magento } from './magento1-relations.js';
import { carrierPaths, carrierPresets, Settings } from './magento1-settings.js';

const settingRows = statement(
  'carrier-settings',
  magento.selectFrom('carrier_setting as c').select(['c.scope', 'c.scope_id', 'c.path', 'c.value']).orderBy('c.path'),
);

const rateRows = ({ native }: Magento1View) =>
  statement(
    'table-rates',
    magento
      .selectFrom('shipping_tablerate as t')
      .leftJoin('directory_country_region as r', 'r.region_id', 't.dest_region_id')
      .select(['t.pk', 't.dest_country_id', 't.dest_region_id', 't.dest_zip', 't.condition_name', 't.condition_value'])
      .select(['t.price', 'r.code', 'r.default_name'])
      .where('t.website_id', '=', native.websiteId)
      .orderBy('t.dest_country_id')
      .orderBy('t.dest_region_id')
      .orderBy('t.dest_zip')
      .orderBy('t.condition_value')
      .orderBy('t.pk'),
  );
type RateRow = NonNullable<ReturnType<typeof rateRows>['_row']>;

/** What table rates are measured by (Mage_Shipping_Model_Carrier_Tablerate::getCode). */
const measures: Readonly<Record<string, ShippingKind>> = {
  package_weight: 'BY_WEIGHT',
  package_value: 'BY_PRICE',
  package_qty: 'BY_QUANTITY',
};

/** The table of one measure: a line holds from its value up to the next line's of the same place. `*` and nothing are any postcode, `0` is any country. */
function tableOf(rows: readonly RateRow[], measure: string, currency: string): ShippingRate[] {
  const some = rows.filter((row) => row.condition_name === measure);
  const placeIn = (row: RateRow) => {
    const postcode = heldText(row.dest_zip)?.trim() ?? '*';
    const region = heldText(row.code) ?? heldText(row.default_name) ?? String(row.dest_region_id);
    return placeOf({
      country: countryCode(row.dest_country_id),
      region: row.dest_region_id > 0 ? region : null,
      postcodes: postcode === '*' ? [] : [postcode],
    });
  };
  const same = (a: RateRow, b: RateRow | undefined) =>
    a.dest_country_id === b?.dest_country_id && a.dest_region_id === b.dest_region_id && a.dest_zip === b.dest_zip;
  return some.map((row, at) => {
    const place = placeIn(row);
    const next = some[at + 1];
    return {
      zone: null,
      places: place.country || place.region || place.postcodes.length > 0 ? [place] : [],
      from: plainDecimal(decimal(row.condition_value)),
      to: next && same(row, next) ? plainDecimal(decimal(next.condition_value)) : null,
      price: money(decimal(row.price), currency),
      percentage: null,
    };
  });
}

/** The carriers of Magento's own modules, in their order, then those of extensions that the merchant saved something of. */
function codesIn(results: Results): string[] {
  const paths = [...Object.keys(carrierPresets), ...carrierPaths, ...results.rows(settingRows).map(({ path }) => path)];
  return [...new Set(paths.map((path) => path.split('/')[1] ?? ''))];
}

function methodsIn(results: Results, view: Magento1View, rates: ReturnType<typeof rateRows>): AsRead<ShippingMethod>[] {
  const settings = new Settings(results.rows(settingRows), carrierPresets);
  const scope = { storeId: view.native.storeId, websiteId: view.native.websiteId };
  const held = (code: string, setting: string) => settings.value(`carriers/${code}/${setting}`, scope);
  const currency = view.config.defaultCurrency;
  const measure = held('tablerate', 'condition_name');
  const kinds: Readonly<Record<string, ShippingKind>> = {
    flatrate: held('flatrate', 'type') === 'I' ? 'BY_QUANTITY' : 'FLAT',
    freeshipping: 'FREE',
    tablerate: measures[measure] ?? 'OTHER',
    ...{ dhl: 'CARRIER', dhlint: 'CARRIER', fedex: 'CARRIER', ups: 'CARRIER', usps: 'CARRIER' },
  };
  // Without a type it costs nothing (Mage_Shipping_Model_Carrier_Flatrate::collectRates).
  const flat = ['I', 'O'].includes(held('flatrate', 'type')) ? held('flatrate', 'price') || '0' : '0';
  const stated: Readonly<Record<string, string>> = { flatrate: flat, freeshipping: '0' };
  const orderOf = (code: string) => Number(held(code, 'sort_order')) || 0;
  return codesIn(results)
    .sort((a, b) => orderOf(a) - orderOf(b))
    .map((code) => {
      const limited = held(code, 'sallowspecific') === '1';
      const countries = held(code, 'specificcountry')
        .split(',')
        .flatMap((one) => countryCode(one.trim()) ?? []);
      return methodOf(
        {
          nativeId: code,
          name: heldText(held(code, 'title')) ?? code,
          kind: kinds[code] ?? 'OTHER',
          enabled: !['', '0'].includes(held(code, 'active')),
          isEverywhere: !limited,
          places: limited ? countries.map((country) => placeOf({ country })) : [],
          price: statedPrice(stated[code], currency),
          // A part of the price, and one for each package, are no amount.
          handlingFee: held(code, 'handling_type') === 'P' ? null : statedFee(held(code, 'handling_fee'), currency),
          freeFrom: code === 'freeshipping' ? statedFee(held(code, 'free_shipping_subtotal'), currency) : null,
        },
        code === 'tablerate' ? orError(() => tableOf(results.rows(rates), measure, currency)) : [],
      );
    });
}

/** Magento knows no zones: each way of sending says its countries. */
export const shipping: Shipping = {
  zones: () => answered([]),
  methods: (store) => {
    const view = store as Magento1View;
    const rates = rateRows(view);
    return { statements: [settingRows, rates], decode: (results) => methodsIn(results, view, rates) };
  },
};
