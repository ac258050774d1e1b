import type { CompiledQuery } from 'kysely';
import { answered, type Plan, statement } from '../bridge/plan.js';
import type { AttributeSet } from '../model/attribute-set.js';
import type { Brand } from '../model/product-parts.js';
import type { StoreAttribute } from '../model/store-attribute.js';
import type { StoreLocation } from '../model/store-location.js';
import type { StoreView } from './platform.js';

/** What products of a store can be sorted out by, and where it is: all there is of each, as many as a statement may bring. */
export interface Facets {
  readonly brands: Facet<Brand>;
  readonly tags: Facet<string>;
  readonly attributes: Facet<StoreAttribute>;
  readonly attributeSets: Facet<AttributeSet>;
  readonly locations: Facet<StoreLocation>;
}

export type Facet<T> = (store: StoreView) => Plan<readonly T[]>;

/** A whole list by one statement; a null query is of a store that has none. */
export function wholly<View extends StoreView, Row, T>(
  name: string,
  query: (view: View) => { compile(): CompiledQuery<Row> } | null,
  read: (rows: readonly Row[], view: View) => readonly T[],
): Facet<T> {
  return (store) => {
    const view = store as View;
    const asked = query(view);
    if (!asked) return answered([]);
    const listed = statement(name, asked);
    return { statements: [listed], decode: (results) => read(results.rows(listed), view) };
  };
}

/** What a platform does not have. */
export const noneOf: Facet<never> = () => answered([]);

/** Each text once, in the order of the alphabet. */
export function alphabetically(texts: Iterable<string>): string[] {
  return [...new Set(texts)].sort(collator.compare);
}

const collator = new Intl.Collator('en');
