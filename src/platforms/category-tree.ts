import type { Expression, ExpressionBuilder, SqlBool } from 'kysely';
import { type AnyQuery, anyRelations } from './entity.js';

/** How many levels below a category others are looked for. */
const levels = 10;

/** Where a platform keeps its categories, each with the number of the one above. */
interface Tree {
  readonly relation: string;
  /** Columns of the relation. */
  readonly key: string;
  readonly above: string;
  /** The rows that are categories, where not all are; `alias` is what they are known by. */
  readonly among?: (
    eb: ExpressionBuilder<Record<string, Record<string, unknown>>, string>,
    alias: string,
  ) => Expression<SqlBool>;
}

/** The numbers of a category and of all below it, as a query. */
export function treeBelow({ relation, key, above, among }: Tree, root: number): AnyQuery {
  let query: AnyQuery = anyRelations.selectFrom(`${relation} as t0`).select(`t0.${key}`);
  for (let level = 1; level <= levels; level += 1) {
    query = query.leftJoin(`${relation} as t${level}`, (join) => {
      const joined = join.onRef(`t${level}.${key}`, '=', `t${level - 1}.${above}`);
      return among ? joined.on((eb) => among(eb, `t${level}`)) : joined;
    }) as AnyQuery;
  }
  if (among) query = query.where((eb) => among(eb, 't0'));
  return query.where((eb) =>
    eb.or(Array.from({ length: levels + 1 }, (_none, level) => eb(`t${level}.${key}`, '=', root))),
  );
}

/** Where a platform links products to categories: columns of a relation. */
interface Links {
  readonly relation: string;
  readonly product: string;
  readonly category: string;
}

/** The numbers of the products that are linked to a category or to one below it, as a query. */
export function linkedBelow({ relation, product, category }: Links, tree: Tree, root: number): AnyQuery {
  return anyRelations
    .selectFrom(`${relation} as l`)
    .select(`l.${product}`)
    .where(`l.${category}`, 'in', treeBelow(tree, root) as never);
}
