import type { Results, Statement } from '../../bridge/plan.js';
import { unescaped } from '../html-text.js';

/** Units by the id of their class; null for one that is none of the graph's. The abbreviation is the same in all languages. */
export function unitsOf<Unit>(
  results: Results,
  from: Statement<{ id: number; unit: string | null }>,
  unitOf: (text: string) => Unit | null,
): Record<number, Unit | null> {
  const units: Record<number, Unit | null> = {};
  for (const row of results.rows(from)) units[row.id] ??= unitOf(unescaped(row.unit ?? ''));
  return units;
}
