import type { Results, Statement } from '../../bridge/plan.js';
import type { DimensionUnit, WeightUnit } from '../../model/measures.js';
import { unescaped } from '../html-text.js';

/** Units by the id of their class; null for one that is none of the graph's. The abbreviation is the same in all languages. */
export function unitsOf<Unit>(
  results: Results,
  from: Statement<{ id: number; unit: string | null }>,
  unitOf: (text: string) => Unit | null,
): Record<number, Unit | null> {
  const units: Record<number, Unit | null> = {};
  for (const row of results.rows(from))
    units[row.id] ??= unitOf(
      unescaped(row.unit ?? '')
        .trim()
        .toLowerCase(),
    );
  return units;
}

const weightNames: Readonly<Record<WeightUnit, readonly string[]>> = {
  KILOGRAM: ['kg', 'kgs', 'kilo', 'kilogram', 'кг'],
  GRAM: ['g', 'gr', 'gm', 'gram', 'г'],
  POUND: ['lb', 'lbs', 'pound'],
  OUNCE: ['oz', 'ounce'],
};
const dimensionNames: Readonly<Record<DimensionUnit, readonly string[]>> = {
  METER: ['m', 'м'],
  CENTIMETER: ['cm', 'см'],
  MILLIMETER: ['mm', 'мм'],
  INCH: ['in', 'inch', '"', '″'],
  FOOT: ['ft', 'foot', "'"],
  YARD: ['yd', 'yard'],
};

/** The unit of weight with this abbreviation in lower case. */
export function weightUnitOf(text: string): WeightUnit | null {
  const found = Object.entries(weightNames).find(([, names]) => names.includes(text));
  return (found?.[0] as WeightUnit | undefined) ?? null;
}

/** The unit of length with this abbreviation in lower case. */
export function dimensionUnitOf(text: string): DimensionUnit | null {
  const found = Object.entries(dimensionNames).find(([, names]) => names.includes(text));
  return (found?.[0] as DimensionUnit | undefined) ?? null;
}
