import { statusSettings } from './prestashop-statuses.js';

/** The settings that are read; no other (mail, keys, modules' own) may leave the store. */
export const settingNames = [
  'PS_SHOP_DEFAULT',
  'PS_SHOP_NAME',
  'PS_SHOP_EMAIL',
  'PS_SHOP_PHONE',
  'PS_SHOP_COUNTRY_ID',
  'PS_COUNTRY_DEFAULT',
  'PS_TIMEZONE',
  'PS_CURRENCY_DEFAULT',
  'PS_LANG_DEFAULT',
  'PS_WEIGHT_UNIT',
  'PS_DIMENSION_UNIT',
  'PS_TAX',
  'PS_STOCK_MANAGEMENT',
  'PS_ORDER_OUT_OF_STOCK',
  'PS_REWRITING_SETTINGS',
  'PS_ROUTE_product_rule',
  'PS_SSL_ENABLED',
  'PS_SPECIFIC_PRICE_PRIORITIES',
  'PS_SPECIFIC_PRICE_FEATURE_ACTIVE',
  'PS_GROUP_FEATURE_ACTIVE',
  'PS_UNIDENTIFIED_GROUP',
  'PS_SHIPPING_METHOD',
  'PS_SHIPPING_HANDLING',
  'PS_SHIPPING_FREE_PRICE',
  ...statusSettings,
];

interface SettingRow {
  readonly name: string;
  readonly value: string | null;
  readonly id_shop: number | null;
  readonly id_shop_group: number | null;
}

/** The shop of this number; the first where the number is of none that there is. */
export function defaultShop<Shop extends { readonly id_shop: number }>(
  wanted: string | null | undefined,
  shops: readonly Shop[],
): Shop | undefined {
  return shops.find((shop) => shop.id_shop === Number(wanted)) ?? shops[0];
}

/** The settings that hold for the default shop: what is set for it, else for its group of shops, else for all. */
export function settingsOf(
  rows: readonly SettingRow[],
  shops: readonly { readonly id_shop: number; readonly id_shop_group: number }[],
): ReadonlyMap<string, string> {
  const everywhere = rows.filter((row) => !row.id_shop && !row.id_shop_group);
  const shop = defaultShop(everywhere.find((row) => row.name === 'PS_SHOP_DEFAULT')?.value, shops);
  const [shopId, groupId] = [shop?.id_shop, shop?.id_shop_group];
  const ofGroup = rows.filter((row) => !row.id_shop && row.id_shop_group && row.id_shop_group === groupId);
  const ofShop = rows.filter((row) => row.id_shop && row.id_shop === shopId);
  return new Map([...everywhere, ...ofGroup, ...ofShop].map((row) => [row.name, row.value ?? '']));
}
