import type { DimensionUnit, WeightUnit } from '../model/measures.js';

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

/** The unit of weight that a store's own abbreviation or name stands for; null for one that is not known. */
export function weightUnitOf(text: string): WeightUnit | null {
  const found = Object.entries(weightNames).find(([, names]) => names.includes(text.trim().toLowerCase()));
  return (found?.[0] as WeightUnit | undefined) ?? null;
}

/** The unit of length that a store's own abbreviation or name stands for; null for one that is not known. */
export function dimensionUnitOf(text: string): DimensionUnit | null {
  const found = Object.entries(dimensionNames).find(([, names]) => names.includes(text.trim().toLowerCase()));
  return (found?.[0] as DimensionUnit | undefined) ?? null;
}
