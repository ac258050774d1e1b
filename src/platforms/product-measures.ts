import type { Dimensions } from '../model/measures.js';
import type { ProductTranslation } from '../model/product-parts.js';
import { type DecimalCell, decimalOrNull, plainDecimal } from './decimals.js';
import type { StoreView } from './platform.js';

type Side = DecimalCell | null | undefined;

/** The size of one piece, in the store's unit of length; null where the product, or this version of the platform, holds none. */
export function dimensionsOf({ config }: StoreView, length: Side, width: Side, height: Side): Dimensions | null {
  const [long, wide, high] = [length, width, height].map((cell) => {
    const size = decimalOrNull(cell);
    return size && plainDecimal(size);
  });
  if (!long && !wide && !high) return null;
  return { length: long ?? null, width: wide ?? null, height: high ?? null, unit: config.dimensionUnit };
}

/** Texts by language in the languages that the store knows, in the rows' order; `textsOf` says what a row holds, and in which. */
export function translationsOf<Row>(
  { config }: StoreView,
  rows: readonly Row[],
  textsOf: (row: Row) => Omit<ProductTranslation, 'language'> & { readonly languageId: number },
): ProductTranslation[] {
  return rows.flatMap((row) => {
    const { languageId, ...texts } = textsOf(row);
    const language = config.languages.find((one) => one.nativeId === String(languageId));
    return language ? [{ language: language.tag, ...texts }] : [];
  });
}
