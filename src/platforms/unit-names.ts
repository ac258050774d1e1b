import type { DimensionUnit, WeightUnit } from '../model/measures.js';

const weightNames: Readonly<Record<WeightUnit, readonly string[]>> = {
  KILOGRAM: ['kg', 'kgs', 'kilo', 'kilos', 'kilogram', 'kilograms', 'кг'],
  GRAM: ['g', 'gr', 'gm', 'gram', 'grams', 'г'],
  POUND: ['lb', 'lbs', 'pound', 'pounds'],
  OUNCE: ['oz', 'ounce', 'ounces'],
};
const dimensionNames: Readonly<Record<DimensionUnit, readonly string[]>> = {
  METER: ['m', 'meter', 'meters', 'metre', 'metres', 'м'],
  CENTIMETER: ['cm', 'centimeter', 'centimeters', 'centimetre', 'centimetres', 'см'],
  MILLIMETER: ['mm', 'millimeter', 'millimeters', 'millimetre', 'millimetres', 'мм'],
  INCH: ['in', 'inch', 'inches', '"', '″'],
  FOOT: ['ft', 'foot', 'feet', "'"],
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
