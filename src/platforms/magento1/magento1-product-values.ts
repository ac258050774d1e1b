import type { ProductTranslation } from '../../model/product-parts.js';
import { heldText } from '../html-text.js';
import { type EavThing, type EavValues, eavOf } from './magento1-eav.js';
import type { ProductAsking } from './magento1-links.js';
import { facts } from './magento1-product-list.js';

/** Codes that merchants give to attributes that hold a number of GS1 (EAN, UPC, ISBN, JAN), the first that is there counts. */
export const gtinCodes = [
  'gtin',
  'gtin13',
  'ean',
  'ean13',
  'ean_code',
  'upc',
  'upc_code',
  'isbn',
  'jan',
  'barcode',
] as const;

/** The first of the merchant's own attributes that hold such a number. */
export function gtinOf(held: EavThing<(typeof gtinCodes)[number]>): string | null {
  for (const code of gtinCodes) {
    const number = heldText(held.value(code))?.trim();
    if (number) return number;
  }
  return null;
}

/** The products' own attributes: those that the selected fields name, in the default store view and every language selected. */
export function ownValues({
  view,
  gathering,
  ids,
  selection,
  keys,
}: ProductAsking & { readonly keys: readonly string[] }): EavValues {
  const { shown, languageStores } = view.native;
  return gathering.once('own-values', () => {
    const codes = [...keys, ...(selection.has('attributes') ? shown.map((one) => one.code) : [])];
    const storeIds = selection.has('translations') ? languageStores.map((one) => one.storeId) : [];
    return eavOf<string>({ view, gathering }, 'product', ids, codes, { storeIds });
  });
}

/** What a product is made of by its attributes. */
export const values = facts.ask([], (asking) => {
  const held = ownValues(asking);
  return (results, id) => held.of(results, id);
});

const inLanguages = facts.ask([], (asking) => {
  const held = ownValues(asking);
  return (results, id) => ({
    value: (code: string) =>
      asking.view.native.languageStores.map(({ language, storeId }) => ({
        language,
        text: heldText(held.of(results, id, storeId).value(code)),
      })),
  });
});

/** The texts in each language of the store, as its store view shows them: its own, else those for all. */
export const translations = facts.asked(
  inLanguages,
  (held, { id }): ProductTranslation[] => {
    const [names, descriptions, summaries] = [
      held.value('name'),
      held.value('description'),
      held.value('short_description'),
    ];
    return names.map(({ language, text }, at) => ({
      language,
      name: text ?? String(id),
      description: descriptions[at]?.text ?? null,
      shortDescription: summaries[at]?.text ?? null,
    }));
  },
  ['name', 'description', 'short_description'],
);
