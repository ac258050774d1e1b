import type { ExpressionBuilder, ReferenceExpression } from 'kysely';

/** A text that shoppers typed, which Zen Cart keeps as it is and escapes where it shows it; null where it is blank. */
export function typedText(text: string | number | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const held = String(text);
  return held.trim() === '' ? null : held;
}

/** HTML as held, which Zen Cart does not escape; null where it is blank. */
export function htmlOf(text: string | null | undefined): string | null {
  return text && text.trim() !== '' ? text : null;
}

/** Whether a column contains a text, upper and lower case alike. */
export function contains<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  text: string,
) {
  return eb(eb.fn<number>('instr', [eb.fn('lower', [column]), eb.fn('lower', [eb.val(text)])]), '>', 0);
}

/** Whether a column is one of these texts, upper and lower case alike, which MySQL's collations for Zen Cart see to themselves. */
export function isOneOf<DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: ReferenceExpression<DB, TB>,
  texts: readonly string[],
  textIgnoresCase: boolean,
) {
  if (textIgnoresCase) return eb(column, 'in', texts as never);
  return eb(
    eb.fn<string>('lower', [column]),
    'in',
    texts.map((text) => eb.fn<string>('lower', [eb.val(text)])) as never,
  );
}

/** A text as the store's collation compares it: without case and accents. */
export function folded(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
