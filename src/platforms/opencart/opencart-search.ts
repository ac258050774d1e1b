import type { ExpressionBuilder, ReferenceExpression } from 'kysely';
import { formsAsStored } from '../html-text.js';

/**
 * Whether a column contains a text, upper and lower case alike. OpenCart stores texts escaped for HTML, so a text with `&`, `"`,
 * `<` or `>` is looked for escaped too.
 */
export function contains<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  text: string,
) {
  return eb.or(
    formsAsStored(text).map((form) =>
      eb(eb.fn<number>('instr', [eb.fn('lower', [column]), eb.fn('lower', [eb.val(form)])]), '>', 0),
    ),
  );
}
