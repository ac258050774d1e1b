import type { ExpressionBuilder, ReferenceExpression } from 'kysely';
import type { EavValue } from './magento1-eav.js';

/** A text as it stands; null where it is missing or blank. Magento keeps texts as they were typed in. */
export function textOf(value: EavValue | undefined): string | null {
  if (value === null || value === undefined) return null;
  const text = String(value);
  return text.trim() === '' ? null : text;
}

/** Whether a column contains a text, upper and lower case alike. */
export function contains<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  text: string,
) {
  return eb(eb.fn<number>('instr', [eb.fn('lower', [column]), eb.fn('lower', [eb.val(text)])]), '>', 0);
}
