import type { ExpressionBuilder, ReferenceExpression } from 'kysely';

/** Whether a column contains a text, upper and lower case alike. */
export function contains<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  text: string,
) {
  return eb(eb.fn<number>('instr', [eb.fn('lower', [column]), eb.fn('lower', [eb.val(text)])]), '>', 0);
}

/** Whether a column is one of these texts, upper and lower case alike: by the database's collation where that does so. */
export function isOneOf<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  texts: readonly string[],
  ignoresCase: boolean,
) {
  if (ignoresCase) return eb(column, 'in', texts as never);
  return eb(
    eb.fn<string>('lower', [column]),
    'in',
    texts.map((text) => eb.fn<string>('lower', [eb.val(text)])),
  );
}
