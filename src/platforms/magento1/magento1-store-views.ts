import { webAddress } from '../../model/scalars.js';
import type { Language, StoreConfig } from '../../model/store-config.js';
import { type DecimalCell, decimal, plainDecimal } from '../decimals.js';
import { languageTag, nameInEnglish } from '../language-tags.js';
import type { SettingScope, Settings } from './magento1-settings.js';

/** A store view: one front of the store, in one language. */
export interface StoreViewRow {
  readonly store_id: number;
  readonly website_id: number;
  readonly code: string | null;
  readonly name: string;
  readonly is_active: number;
}

/** Where the settings of a store view are looked for. */
export const scopeOf = (row: StoreViewRow | undefined): SettingScope => ({
  storeId: row?.store_id ?? 0,
  websiteId: row?.website_id ?? 0,
});

/** The languages are those of the store views; a language of several is read from the default view or, without it, the first. */
export function languagesOf(held: Settings, views: readonly StoreViewRow[], scope: SettingScope) {
  const found = new Map<string, { language: Language; storeId: number }>();
  const isDefault = (row: StoreViewRow) => row.store_id === scope.storeId;
  for (const row of [...views].sort((a, b) => Number(isDefault(b)) - Number(isDefault(a)))) {
    const locale = held.value('general/locale/code', scopeOf(row));
    const known = found.get(locale);
    if (known) {
      known.language.enabled ||= row.is_active === 1;
      continue;
    }
    const tag = languageTag(locale);
    const language: Language = {
      tag,
      nativeId: locale,
      name: nameInEnglish('language', tag),
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
  views: readonly StoreViewRow[],
  base: string,
  rates: readonly { currency_from: string; currency_to: string; rate: DecimalCell }[],
): StoreConfig['currencies'] {
  const codes = [undefined, ...views.map(scopeOf)].flatMap((scope) =>
    held.value('currency/options/allow', scope).split(','),
  );
  const known = new Set([base, ...codes.map((code) => code.trim())].filter((code) => /^[A-Z]{3}$/.test(code)));
  return [...known].flatMap((code) => {
    const held = rates.find((row) => row.currency_from === base && row.currency_to === code)?.rate;
    const rate = code === base ? '1' : held;
    if (rate === undefined) return [];
    const name = nameInEnglish('currency', code);
    return [{ code, name, rate: plainDecimal(decimal(rate)), decimals: 2, isDefault: code === base, enabled: true }];
  });
}

/** The address of a store view, or of its pictures, as the merchant set it; `root` where that is left to Magento; null for what is none. */
export function baseUrl(
  held: Settings,
  scope: SettingScope,
  root: string,
  what: 'base_url' | 'base_media_url',
): string | null {
  const kind = held.says('web/secure/use_in_frontend', scope) ? 'secure' : 'unsecure';
  const url = held.value(`web/${kind}/${what}`, scope).replace(/\{\{(?:(?:un)?secure_)?base_url\}\}/, root);
  return webAddress(url.trim().endsWith('/') ? url : `${url.trim()}/`);
}

/** Pages of the default store view are reached at the connected address. */
export function linkUrl(held: Settings, scope: SettingScope, code: string | null, root: string): string {
  const script = held.says('web/seo/use_rewrites', scope) ? '' : 'index.php/';
  return `${root}${script}${held.says('web/url/use_store', scope) && code ? `${code}/` : ''}`;
}
