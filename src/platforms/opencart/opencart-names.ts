import type { AliasableExpression } from 'kysely';
import { anyRelations } from '../entity.js';
import type { OpenCartView } from './opencart-config.js';
import type { relations } from './opencart-relations.js';

type Named = {
  [R in keyof typeof relations]: (typeof relations)[R]['columns'] extends { language_id: unknown; name: unknown }
    ? R
    : never;
}[keyof typeof relations];

/**
 * The name of the thing whose number is `of`, as a column of a query: in the default language, else in the first that has one; null
 * where none has. The column that numbers the things is called `key` in the relation too.
 */
export function nameOf(
  view: OpenCartView,
  relation: Named,
  key: string,
  of: string,
): AliasableExpression<string | null> {
  const name = anyRelations
    .selectFrom(`${relation} as words`)
    .select('words.name')
    .whereRef(`words.${key}`, '=', of)
    // Blanks at the end do not count in MySQL's collations.
    .where('words.name', '<>', '')
    .orderBy((eb) => eb.case().when('words.language_id', '=', view.native.defaultLanguageId).then(0).else(1).end())
    .orderBy('words.language_id')
    .limit(1);
  return name as unknown as AliasableExpression<string | null>;
}
