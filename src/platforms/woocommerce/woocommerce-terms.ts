import { type Results, type Statement, valuesFrom } from '../../bridge/plan.js';
import { type Gathering, rowsOf } from '../gathering.js';
import { unescaped } from '../html-text.js';
import { woo } from './woocommerce-tables.js';

/** A term of a product: a category, tag, brand, type, or a value of a global attribute. */
export interface Term {
  readonly id: number;
  readonly taxonomy: string;
  /** As plain text. */
  readonly name: string;
  readonly slug: string;
  /** Its place among the terms of its attribute, by the merchant; null where none was given. */
  readonly position: number | null;
}

/** Reads the terms of a product by taxonomy, ordered by name as the store's database does. */
export type Terms = (results: Results, productId: number, taxonomy: string) => readonly Term[];

/** Asks for the terms of products in these taxonomies, and in those of global attributes where they are wanted. */
export function termsOf(
  gathering: Gathering,
  ids: number[],
  wanted: { readonly taxonomies: readonly string[]; readonly attributes: boolean },
): Terms {
  const rows = rowsOf(
    gathering.add(
      'terms',
      woo
        .selectFrom('term_relationship as r')
        .innerJoin('term_taxonomy as x', 'x.term_taxonomy_id', 'r.term_taxonomy_id')
        .innerJoin('term as t', 't.term_id', 'x.term_id')
        .select(['r.object_id', 'x.taxonomy', 't.term_id', 't.name', 't.slug'])
        .$if(wanted.attributes, (query) =>
          query
            .leftJoin('term_meta as o', (join) =>
              join.onRef('o.term_id', '=', 't.term_id').on('o.meta_key', '=', 'order'),
            )
            .select('o.meta_value as position'),
        )
        .where('r.object_id', 'in', ids)
        .where((eb) =>
          eb.or([
            ...(wanted.taxonomies.length > 0 ? [eb('x.taxonomy', 'in', [...wanted.taxonomies])] : []),
            ...(wanted.attributes
              ? [eb(eb.fn<string>('substr', ['x.taxonomy', eb.lit(1), eb.lit(3)]), '=', 'pa_')]
              : []),
          ]),
        )
        .orderBy('t.name')
        .orderBy('t.term_id'),
    ) as Statement<{
      object_id: number;
      taxonomy: string;
      term_id: number;
      name: string;
      slug: string;
      position?: string | null;
    }>,
    'object_id',
  );
  return (results, id, taxonomy) => {
    const found = new Map<number, Term>();
    for (const row of rows(results, id)) {
      if (row.taxonomy !== taxonomy || found.has(row.term_id)) continue;
      const position = row.position === null || row.position === undefined ? null : Number(row.position);
      found.set(row.term_id, {
        id: row.term_id,
        taxonomy,
        name: unescaped(row.name),
        slug: row.slug,
        position: Number.isFinite(position) ? position : null,
      });
    }
    return [...found.values()];
  };
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
  const known = new WeakMap<Results, Map<string, string>>();
  return (results, taxonomy, slug) => {
    let names = known.get(results);
    if (!names) {
      names = new Map(results.rows(found).map((row) => [`${row.taxonomy} ${row.slug}`, unescaped(row.name)]));
      known.set(results, names);
    }
    return names.get(`${taxonomy} ${slug}`) ?? names.get(`${taxonomy} ${slug.toLowerCase()}`) ?? null;
  };
}
