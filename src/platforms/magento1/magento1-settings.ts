/** A row of `core_config_data`. */
export interface SettingRow {
  readonly scope: string;
  readonly scope_id: number;
  readonly path: string;
  readonly value: string | null;
}

/** What Magento presets of its own ways of sending (`Mage/Shipping/etc/config.xml`, `Mage/Usa/etc/config.xml`), in that order. */
export const carrierPresets: Readonly<Record<string, string>> = {
  'carriers/flatrate/active': '1',
  'carriers/flatrate/title': 'Flat Rate',
  'carriers/flatrate/price': '5.00',
  'carriers/flatrate/type': 'I',
  'carriers/freeshipping/title': 'Free Shipping',
  'carriers/tablerate/title': 'Best Way',
  'carriers/tablerate/condition_name': 'package_weight',
  'carriers/dhl/title': 'DHL (Deprecated)',
  'carriers/fedex/title': 'Federal Express',
  'carriers/ups/title': 'United Parcel Service',
  'carriers/usps/title': 'United States Postal Service',
  'carriers/dhlint/title': 'DHL',
};

/** The settings of Magento's own ways of sending that are read. */
export const carrierPaths: readonly string[] = [
  ...new Set([
    ...Object.keys(carrierPresets),
    'carriers/freeshipping/free_shipping_subtotal',
    ...['flatrate', 'freeshipping', 'tablerate', 'dhl', 'fedex', 'ups', 'usps', 'dhlint'].flatMap((code) =>
      ['active', 'title', 'sort_order', 'sallowspecific', 'specificcountry']
        .concat(code.endsWith('rate') ? ['handling_fee', 'handling_type'] : [])
        .map((setting) => `carriers/${code}/${setting}`),
    ),
  ]),
];

/** Where a setting is looked for: a store view and the website that it belongs to. */
export interface SettingScope {
  readonly storeId: number;
  readonly websiteId: number;
}

/** What Magento's own modules preset (`etc/config.xml`), where the merchant saved nothing. */
const presets: Readonly<Record<string, string>> = {
  'general/country/default': 'US',
  'general/locale/code': 'en_US',
  'general/locale/timezone': 'America/Los_Angeles',
  'trans_email/ident_general/email': 'owner@example.com',
  'currency/options/base': 'USD',
  'currency/options/default': 'USD',
  'currency/options/allow': 'USD,EUR',
  'catalog/price/scope': '0',
  'tax/calculation/price_includes_tax': '0',
  'cataloginventory/item_options/manage_stock': '1',
  'cataloginventory/item_options/backorders': '0',
  'cataloginventory/item_options/min_qty': '0',
  'customer/create_account/default_group': '1',
  'web/unsecure/base_url': '{{base_url}}',
  'web/secure/base_url': '{{base_url}}',
  'web/unsecure/base_media_url': '{{unsecure_base_url}}media/',
  'web/secure/base_media_url': '{{secure_base_url}}media/',
  'web/seo/use_rewrites': '0',
  'web/url/use_store': '0',
  'payment/checkmo/title': 'Check / Money order',
  'payment/free/title': 'No Payment Information Required',
  'payment/purchaseorder/title': 'Purchase Order',
  'payment/banktransfer/title': 'Bank Transfer Payment',
  'payment/cashondelivery/title': 'Cash On Delivery',
  'payment/ccsave/title': 'Credit Card (saved)',
  'payment/authorizenet/title': 'Credit Card (Authorize.net)',
  'payment/authorizenet_directpost/title': 'Credit Card Direct Post (Authorize.net)',
  'payment/paypal_express/title': 'PayPal Express Checkout',
  'payment/paypal_standard/title': 'PayPal Website Payments Standard',
  'payment/paypal_direct/title': 'PayPal Direct Payment Gateway',
  'payment/paypaluk_express/title': 'PayPal Express Checkout Payflow Edition',
  'payment/paypaluk_direct/title': 'PayPal Direct Payment Payflow Edition',
  'payment/verisign/title': 'Payflow Pro',
  'payment/payflow_link/title': 'PayPal Payflow Link',
  'payment/payflow_advanced/title': 'PayPal Payments Advanced',
  'payment/hosted_pro/title': 'PayPal Payments Pro Hosted Solution',
  'payment/paypal_billing_agreement/title': 'PayPal Billing Agreement',
};

/** The paths of settings that are read. */
export const settingPaths: readonly string[] = [
  ...Object.keys(presets),
  'general/store_information/name',
  'general/store_information/phone',
  'web/secure/use_in_frontend',
];

/** Settings as Magento resolves them: the store view's, else its website's, else the default, else what Magento presets. */
export class Settings {
  readonly #held = new Map<string, string>();

  /** `preset` is what Magento's modules preset of what is asked for. */
  constructor(
    rows: readonly SettingRow[],
    private readonly preset: Readonly<Record<string, string>> = presets,
  ) {
    for (const row of rows) this.#held.set(`${row.scope}/${row.scope_id}/${row.path}`, row.value ?? '');
  }

  /** The value for a store view, or for all where none is given; empty where nobody set one. */
  value(path: string, scope?: SettingScope): string {
    const own =
      scope &&
      (this.#held.get(`stores/${scope.storeId}/${path}`) ?? this.#held.get(`websites/${scope.websiteId}/${path}`));
    return own ?? this.#held.get(`default/0/${path}`) ?? this.preset[path] ?? '';
  }

  /** Whether a yes-or-no setting says yes. */
  says(path: string, scope?: SettingScope): boolean {
    return !['', '0'].includes(this.value(path, scope));
  }
}
