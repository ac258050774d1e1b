import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import { unescaped } from '../html-text.js';
import { eachOnce } from './woocommerce-meta.js';
import { woo } from './woocommerce-relations.js';

/** A term of a product: a category, tag, brand, type, or a value of a global attribute. */
export interface Term {
  readonly id: number;
  /** As plain text. */
  readonly name: string;
  readonly slug: string;
  /** Its place among the terms of its attribute, by the merchant; null where none was given. */
  readonly position: number | null;
}

/** What a product is related to, by taxonomy; `attribute_terms` are those of all global attributes. */
export interface Terms {
  readonly product_type: readonly Term[];
  readonly product_tag: readonly Term[];
  readonly product_brand: readonly Term[];
  readonly attribute_terms: ReadonlyMap<string, readonly Term[]>;
}

export const termNames = ['product_type', 'product_tag', 'product_brand', 'attribute_terms'] as const;

/** Asks for the terms of products by these names, each ordered by name as the store's database does. */
export function termsOf(gathering: Gathering, ids: number[], wanted: readonly string[]): Reading<Terms> {
  const attributes = wanted.includes('attribute_terms');
  const taxonomies = termNames.filter((name) => name !== 'attribute_terms' && wanted.includes(name));
  const query = woo
    .selectFrom('term_relationship as r')
    .innerJoin('term_taxonomy as x', 'x.term_taxonomy_id', 'r.term_taxonomy_id')
    .innerJoin('term as t', 't.term_id', 'x.term_id')
    .select(['r.object_id', 'x.taxonomy', 't.term_id', 't.name', 't.slug'])
    .$if(attributes, (one) =>
      one
        .leftJoin('term_meta as o', (join) => join.onRef('o.term_id', '=', 't.term_id').on('o.meta_key', '=', 'order'))
        // A long text would be copied to a disk with its row before the rows are ordered.
        .select((eb) => eb.fn<string>('substr', ['o.meta_value', eb.lit(1), eb.lit(64)]).as('position')),
    )
    .where('r.object_id', 'in', ids)
    .where((eb) =>
      eb.or([
        ...(taxonomies.length > 0 ? [eb('x.taxonomy', 'in', taxonomies)] : []),
        ...(attributes ? [eb(eb.fn<string>('substr', ['x.taxonomy', eb.lit(1), eb.lit(3)]), '=', 'pa_')] : []),
      ]),
    )
    .orderBy('t.name')
    .orderBy('t.term_id');
  const rows = rowsOf(gathering.add('terms', query), 'object_id');
  return eachOnce((results, id) => {
    const found = new Map<string, Map<number, Term>>();
    for (const { taxonomy, term_id, name, slug, position } of rows(results, id)) {
      const terms = found.get(taxonomy) ?? new Map<number, Term>();
      found.set(taxonomy, terms);
      const place = position === null || position === undefined ? Number.NaN : Number(position);
      const term = { id: term_id, name: unescaped(name), slug, position: Number.isFinite(place) ? place : null };
      if (!terms.has(term_id)) terms.set(term_id, term);
    }
    const of = (taxonomy: string) => [...(found.get(taxonomy)?.values() ?? [])];
    return {
      product_type: of('product_type'),
      product_tag: of('product_tag'),
      product_brand: of('product_brand'),
      attribute_terms: new Map([...found.keys()].map((taxonomy) => [taxonomy, of(taxonomy)])),
    };
  });
}

/** Reads the name of a global attribute's value by its slug; null where the store has no such term. */
export type NameOfSlug = (results: Results, taxonomy: string, slug: string) => string | null;

/** Asks for the terms whose slugs stand in rows of keys and values. */
export function namesOfSlugs(
  gathering: Gathering,
  name: string,
  sources: Statement<{ meta_value: string | null }>,
): NameOfSlug {
  const found = gathering.add(
    name,
    woo
      .selectFrom('term as t')
      .innerJoin('term_taxonomy as x', 'x.term_id', 't.term_id')
      .select(['x.taxonomy', 't.slug', 't.name'])
      .where('t.slug', 'in', valuesFrom(sources, 'meta_value'))
      .where((eb) => eb(eb.fn<string>('substr', ['x.taxonomy', eb.lit(1), eb.lit(3)]), '=', 'pa_')),
  );
  const names = eachOnce(
    (results) => new Map(results.rows(found).map((row) => [`${row.taxonomy} ${row.slug}`, unescaped(row.name)])),
  );
  return (results, taxonomy, slug) => {
    const known = names(results, 0);
    return known.get(`${taxonomy} ${slug}`) ?? known.get(`${taxonomy} ${slug.toLowerCase()}`) ?? null;
  };
}
