import type { Language, StoreConfig } from '../../model/store-config.js';
import { type DecimalCell, decimal, plainDecimal } from '../decimals.js';
import type { SettingScope, Settings } from './magento1-settings.js';

/** A store view: one front of the store, in one language. */
export interface FrontRow {
  readonly store_id: number;
  readonly website_id: number;
  readonly code: string | null;
  readonly name: string;
  readonly is_active: number;
}

/** Magento's locale as a BCP 47 tag: `de_DE` is `de-DE`. */
export function languageTag(locale: string): string {
  try {
    return Intl.getCanonicalLocales(locale.replaceAll('_', '-'))[0] ?? locale;
  } catch {
    return locale;
  }
}

/** The languages are those of the store views; a language of several is read from the default view or, without it, the first. */
export function languagesOf(held: Settings, fronts: readonly FrontRow[], scope: SettingScope) {
  const names = new Intl.DisplayNames(['en'], { type: 'language' });
  const found = new Map<string, { language: Language; storeId: number }>();
  const ordered = [
    ...fronts.filter((row) => row.store_id === scope.storeId),
    ...fronts.filter((row) => row.store_id !== scope.storeId),
  ];
  for (const row of ordered) {
    const locale = held.value('general/locale/code', { storeId: row.store_id, websiteId: row.website_id });
    const known = found.get(locale);
    if (known) {
      known.language.enabled ||= row.is_active === 1;
      continue;
    }
    const tag = languageTag(locale);
    const language: Language = {
      tag,
      nativeId: locale,
      name: orTag(() => names.of(tag), tag),
      isDefault: found.size === 0,
      enabled: row.is_active === 1,
    };
    found.set(locale, { language, storeId: row.store_id });
  }
  return [...found.values()];
}

/** The currencies that any store view allows; Magento leaves out one without a rate, and shows two decimals of each. */
export function currenciesOf(
  held: Settings,
  fronts: readonly FrontRow[],
  base: string,
  rates: readonly { currency_from: string; currency_to: string; rate: DecimalCell }[],
): StoreConfig['currencies'] {
  const names = new Intl.DisplayNames(['en'], { type: 'currency' });
  const scopes = [undefined, ...fronts.map((row) => ({ storeId: row.store_id, websiteId: row.website_id }))];
  const codes = scopes.flatMap((scope) => held.value('currency/options/allow', scope).split(','));
  const known = new Set([base, ...codes.map((code) => code.trim())].filter((code) => /^[A-Z]{3}$/.test(code)));
  return [...known].flatMap((code) => {
    const held = rates.find((row) => row.currency_from === base && row.currency_to === code)?.rate;
    const rate = code === base ? '1' : held;
    if (rate === undefined) return [];
    return [
      {
        code,
        name: orTag(() => names.of(code), code),
        rate: plainDecimal(decimal(rate)),
        decimals: 2,
        isDefault: code === base,
        enabled: true,
      },
    ];
  });
}

function orTag(read: () => string | undefined, tag: string): string {
  try {
    return read() ?? tag;
  } catch {
    return tag;
  }
}

/** The address of a store view as the merchant set it; `root` where that is left to Magento. */
export function baseUrl(held: Settings, scope: SettingScope, root: string): string {
  const kind = held.says('web/secure/use_in_frontend', scope) ? 'secure' : 'unsecure';
  const url = held.value(`web/${kind}/base_url`, scope).replace(/\{\{(?:un)?(?:secure_)?base_url\}\}/, root);
  return url.endsWith('/') ? url : `${url}/`;
}

/** Pages of the default store view are reached at the connected address. */
export function linkUrl(held: Settings, scope: SettingScope, code: string | null, root: string): string {
  const script = held.says('web/seo/use_rewrites', scope) ? '' : 'index.php/';
  return `${root}${script}${held.says('web/url/use_store', scope) && code ? `${code}/` : ''}`;
}

/** Where the default store view's pictures are. */
export function mediaUrl(held: Settings, scope: SettingScope, root: string): string {
  const kind = held.says('web/secure/use_in_frontend', scope) ? 'secure' : 'unsecure';
  const url = held.value(`web/${kind}/base_media_url`, scope).replace(/\{\{(?:(?:un)?secure_)?base_url\}\}/, root);
  return url.endsWith('/') ? url : `${url}/`;
}
