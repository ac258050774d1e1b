import type { ExpressionBuilder, ReferenceExpression } from 'kysely';
import { contains } from '../conditions.js';
import { formsAsStored } from '../html-text.js';

/** Whether a column contains a text: as it is or, since OpenCart escapes texts for HTML, escaped. */
export function holds<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  text: string,
) {
  return eb.or(formsAsStored(text).map((form) => contains(eb, column, form)));
}
