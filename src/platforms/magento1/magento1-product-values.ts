import type { Asking } from '../entity.js';
import { heldText } from '../html-text.js';
import type { Magento1View } from './magento1-config.js';
import { type EavRow, type EavValues, eavOf } from './magento1-eav.js';
import { facts, type gtinCodes, productCodes } from './magento1-product-list.js';

/** The first of the merchant's own attributes that hold a number of GS1. */
export function gtinOf(row: EavRow<(typeof gtinCodes)[number]>): string | null {
  const { gtin, gtin13, ean, ean13, ean_code, upc, upc_code, isbn, jan, barcode } = row;
  const codes = [gtin, gtin13, ean, ean13, ean_code, upc, upc_code, isbn, jan, barcode];
  return codes.map((code) => heldText(code)?.trim()).find((code) => code) ?? null;
}

/**
 * The products' own attributes: those that the selected fields name, in the default store view and every language selected, and
 * all that say facts where these are selected.
 */
export function ownValues({ view, gathering, ids, selection, sourced }: Asking<Magento1View, unknown>): EavValues {
  return gathering.once('own-values', () => {
    const { shown, languageStores } = view.native;
    const codes = [...sourced, ...(selection.has('attributes') ? shown.map((one) => one.code) : [])];
    const storeIds = selection.has('translations') ? languageStores.map((one) => one.storeId) : [];
    return eavOf<string>({ view, gathering }, 'product', ids, codes, { storeIds });
  });
}

/** A product's attributes as columns of its row. */
export const attributeValues = facts.source(productCodes, [], (asking) => ownValues(asking).of);

const texts = ['name', 'description', 'short_description'] as const;

const inLanguages = facts.ask([], (asking) => {
  const held = ownValues(asking);
  return (results, id) =>
    asking.view.native.languageStores.map(({ language, storeId }) => {
      const row: EavRow<(typeof texts)[number]> = held.inView(storeId, results, id);
      return {
        language,
        name: heldText(row.name) ?? String(id),
        description: heldText(row.description),
        shortDescription: heldText(row.short_description),
      };
    });
});

/** The texts in each language of the store, as its store view shows them: its own, else those for all. */
export const translations = facts.made(texts, [inLanguages], (_row, [held]) => held());
