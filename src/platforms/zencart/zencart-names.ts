import { type SelectQueryBuilder, type SqlBool, sql } from 'kysely';
import type { Statement } from '../../bridge/plan.js';
import { anyRelations } from '../entity.js';
import { type Gathering, type Reading, rowsOf } from '../gathering.js';
import type { ZenCartView } from './zencart-config.js';

/**
 * Names and descriptions by language, of products or of categories. A thing is called by its name in the default language; where
 * that is missing or blank, by its name in the first other language that has one. Descriptions are told in the default language.
 */
interface Names {
  readonly relation: 'products_description' | 'categories_description';
  readonly kind: 'products' | 'categories';
}

export const productNames: Names = { relation: 'products_description', kind: 'products' };
export const categoryNames: Names = { relation: 'categories_description', kind: 'categories' };

const isNamed = (column: string) => sql<SqlBool>`coalesce(${sql.ref(column)}, ${''}) <> ${''}`;

/** The rows of texts that count: those in the default language, and those in others of what has no name in it. */
function namingRows({ native: { defaultLanguageId: own } }: ZenCartView, { relation, kind }: Names) {
  const id = `${kind}_id`;
  return anyRelations.selectFrom(`${relation} as t`).where((eb) => {
    const namedInOwn = anyRelations
      .selectFrom(`${relation} as d`)
      .select(`d.${id}`)
      .whereRef(`d.${id}`, '=', `t.${id}`)
      .where('d.language_id', '=', own)
      .where(isNamed(`d.${kind}_name`));
    return eb.or([eb('t.language_id', '=', own), eb.and([isNamed(`t.${kind}_name`), eb.not(eb.exists(namedInOwn))])]);
  });
}

/** Asks for what things are called, and for what they are described by where that is wanted. */
export function textsOf(
  view: ZenCartView,
  names: Names,
  gathering: Gathering,
  statement: string,
  ids: number[],
  described: boolean,
): Reading<{ readonly name: string | null; readonly description: string | null }> {
  const { kind } = names;
  const own = view.native.defaultLanguageId;
  const query = namingRows(view, names)
    .select([`t.${kind}_id as id`, 't.language_id', `t.${kind}_name as name`])
    .$if(described, (one) => one.select(`t.${kind}_description as description`))
    .where(`t.${kind}_id`, 'in', ids)
    .orderBy('t.language_id');
  const listed = gathering.add(statement, query) as Statement<{
    id: number;
    language_id: number;
    name: string | null;
    description?: string | null;
  }>;
  const rows = rowsOf(listed, 'id');
  return (results, id) => {
    const held = rows(results, id);
    const inOwn = held.find((row) => row.language_id === own);
    const named = [inOwn, ...held].find((row) => row?.name && row.name.trim() !== '');
    return { name: named?.name ?? null, description: inOwn?.description ?? null };
  };
}

type NamesQuery = SelectQueryBuilder<Record<string, Record<string, unknown>>, string, { id: number; name: string }>;

/** What things are called, as a relation of `id` and `name`; what has no name in any language is not in it. */
export function namesIn(view: ZenCartView, names: Names): NamesQuery {
  const { relation, kind } = names;
  const id = `${kind}_id`;
  const earlier = anyRelations
    .selectFrom(`${relation} as e`)
    .select(`e.${id}`)
    .whereRef(`e.${id}`, '=', `t.${id}`)
    .whereRef('e.language_id', '<', 't.language_id')
    .where(isNamed(`e.${kind}_name`));
  return namingRows(view, names)
    .select([`t.${id} as id`, `t.${kind}_name as name`])
    .where(isNamed(`t.${kind}_name`))
    .where((eb) =>
      eb.or([eb('t.language_id', '=', view.native.defaultLanguageId), eb.not(eb.exists(earlier))]),
    ) as unknown as NamesQuery;
}
