import { LRUCache } from 'lru-cache';

const tags = new LRUCache<string, string>({ max: 1000 });

/** A platform's language code, such as `en` or `en_gb`, as a BCP 47 tag; as it stands where it is none; `und` where there is no code. */
export function languageTag(code: string | null): string {
  if (code === null || code.trim() === '') return 'und';
  const known = tags.get(code);
  if (known !== undefined) return known;
  const tag = canonical(code);
  tags.set(code, tag);
  return tag;
}

function canonical(code: string): string {
  try {
    return Intl.getCanonicalLocales(code.trim().replaceAll('_', '-'))[0] ?? code;
  } catch {
    return code;
  }
}

/** What a currency or a language is called in English, for platforms that keep no names; its own code where that is not known. */
export function nameInEnglish(type: 'currency' | 'language', code: string): string {
  try {
    return new Intl.DisplayNames(['en'], { type }).of(code) ?? code;
  } catch {
    return code;
  }
}
