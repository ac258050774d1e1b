import type { Results } from '../../bridge/plan.js';
import type { OptionKind, ProductAttribute, ProductOption, SelectedOption } from '../../model/product-parts.js';
import { plainText, unescaped } from '../html-text.js';
import type { WooCommerceView } from './woocommerce-config.js';
import { type PhpValue, phpEntries, phpText } from './woocommerce-serialized.js';
import type { NameOfSlug, Term, Terms } from './woocommerce-terms.js';

type AttributeTerms = Terms['attribute_terms'];

/** An attribute as a product holds it in `_product_attributes`. */
export interface HeldAttribute {
  /** Its key there, which the keys of variations end with. */
  readonly key: string;
  /** The taxonomy whose terms are the values of a global attribute, such as `pa_color`; null for a local one. */
  readonly taxonomy: string | null;
  /** As plain text. */
  readonly name: string;
  /** Whether variations of the product differ in it. */
  readonly forVariations: boolean;
  /** The values of a local one, as plain text. */
  readonly texts: readonly string[];
}

const heldTexts = () => new Map<string, readonly HeldAttribute[]>();

/**
 * Reads `_product_attributes`; global attributes that the store no longer knows are passed over, as WooCommerce does. Each text of an
 * answer is read once: a product's own is needed by several fields, and by each of its variations and lines.
 */
export function heldAttributes(view: WooCommerceView, results: Results, serialized: string): readonly HeldAttribute[] {
  if (serialized === '') return [];
  const ofAnswer = results.once(heldTexts);
  const held = ofAnswer.get(serialized) ?? attributesIn(view, serialized);
  ofAnswer.set(serialized, held);
  return held;
}

function attributesIn(view: WooCommerceView, serialized: string): HeldAttribute[] {
  return phpEntries(serialized).flatMap(([key, value]): HeldAttribute[] => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    const of = value as { readonly [key: string]: PhpValue };
    const on = (name: string) => !['', '0'].includes(phpText(of[name]));
    const name = phpText(of.name);
    if (on('is_taxonomy')) {
      const taxonomy = name || key;
      const attribute = view.native.attributes[taxonomy];
      if (!attribute) return [];
      return [{ key, taxonomy, name: attribute.label, forVariations: on('is_variation'), texts: [] }];
    }
    return [
      {
        key,
        name: unescaped(name || key),
        taxonomy: null,
        forVariations: on('is_variation'),
        texts: phpText(of.value)
          .split('|')
          .map((text) => unescaped(text.trim()))
          .filter((text) => text !== ''),
      },
    ];
  });
}

/** The terms that a product has of a global attribute, in the order that the merchant set for the attribute. */
function orderedTerms(view: WooCommerceView, taxonomy: string, held: AttributeTerms): readonly Term[] {
  const terms = held.get(taxonomy) ?? [];
  const numberIn = (term: Term) => Number.parseFloat(term.name) || 0;
  switch (view.native.attributes[taxonomy]?.orderBy) {
    case 'id':
      return [...terms].sort((a, b) => a.id - b.id);
    case 'name_num':
      return [...terms].sort((a, b) => numberIn(a) - numberIn(b));
    case 'name':
      return terms;
    default:
      return [...terms].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  }
}

const swatches = ['color', 'colour', 'image', 'button', 'label', 'swatch'];

function kindOf(view: WooCommerceView, attribute: HeldAttribute): OptionKind {
  const type = attribute.taxonomy === null ? 'select' : view.native.attributes[attribute.taxonomy]?.type;
  if (type === 'radio') return 'RADIO';
  return type && swatches.includes(type) ? 'SWATCH' : 'SELECT';
}

/** What a shopper chooses on a product that is sold in variations. */
export function optionsOf(
  view: WooCommerceView,
  held: readonly HeldAttribute[],
  terms: AttributeTerms,
): ProductOption[] {
  const nothing = { priceDelta: null, quantity: null, sku: null };
  return held
    .filter((attribute) => attribute.forVariations)
    .map((attribute) => ({
      nativeId: attribute.taxonomy ?? attribute.key,
      name: attribute.name,
      kind: kindOf(view, attribute),
      required: true,
      values:
        attribute.taxonomy === null
          ? attribute.texts.map((text) => ({ nativeId: text, name: text, ...nothing }))
          : orderedTerms(view, attribute.taxonomy, terms).map(({ id, name }) => ({
              nativeId: String(id),
              name,
              ...nothing,
            })),
    }));
}

/** Facts about a product: the attributes that its variations do not differ in. */
export function attributesOf(
  view: WooCommerceView,
  held: readonly HeldAttribute[],
  terms: AttributeTerms,
): ProductAttribute[] {
  return held.flatMap(({ taxonomy, name, texts }) => {
    const values = taxonomy === null ? [...texts] : orderedTerms(view, taxonomy, terms).map((term) => term.name);
    return values.length > 0 ? [{ name, values, group: null }] : [];
  });
}

/**
 * What makes a variation: its own keys, as far as its product still has the attribute, in the product's order. An empty value
 * stands for any and is left out; a value that no term stands for is given as it is.
 */
export function selectedOptions(
  results: Results,
  held: readonly HeldAttribute[],
  chosen: ReadonlyMap<string, string>,
  nameOfSlug: NameOfSlug,
): SelectedOption[] {
  return held
    .filter((attribute) => attribute.forVariations)
    .flatMap((attribute) => {
      const value = chosen.get(`attribute_${attribute.key.toLowerCase()}`) ?? '';
      if (value === '') return [];
      const name = attribute.taxonomy === null ? null : nameOfSlug(results, attribute.taxonomy, value);
      return [{ name: attribute.name, value: name ?? plainText(value) ?? value }];
    });
}
