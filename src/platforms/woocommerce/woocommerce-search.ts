import type { ExpressionBuilder, ReferenceExpression } from 'kysely';
import { formsAsStored } from '../html-text.js';

/**
 * Whether a column contains a text, upper and lower case alike. WordPress keeps names of terms, and often titles, escaped for
 * HTML, so a text with `&`, `"`, `<` or `>` is looked for escaped too; quotes are often kept as they are.
 */
export function contains<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  text: string,
) {
  const forms = new Set([...formsAsStored(text), text.replaceAll('&', '&amp;')]);
  return eb.or(
    [...forms].map((form) =>
      eb(eb.fn<number>('instr', [eb.fn('lower', [column]), eb.fn('lower', [eb.val(form)])]), '>', 0),
    ),
  );
}
