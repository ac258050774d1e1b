import { Big } from 'big.js';
import type { Money } from '../model/money.js';

/** A decimal as a bridge sends it: exact text, or a whole number where the database keeps it so (SQLite). */
export type DecimalCell = string | number;

/** The exact value of a decimal cell; zero where the store holds none or no number. */
export function decimal(cell: DecimalCell | null | undefined): Big {
  return decimalOrNull(cell) ?? new Big(0);
}

/** The exact value of a decimal cell; null where the store holds none or no number. */
export function decimalOrNull(cell: DecimalCell | null | undefined): Big | null {
  if (cell === null || cell === undefined || cell === '') return null;
  try {
    return new Big(cell);
  } catch {
    return null;
  }
}

/** A decimal in its shortest form, such as `12.5`. */
export function plainDecimal(value: Big): string {
  return value.toFixed();
}

/**
 * An amount of money: rounded half away from zero to `decimals` (what the platform's own columns hold), without trailing zeros
 * beyond the second decimal: `5.00`, `18.8233`.
 */
export function money(value: Big, currencyCode: string, decimals = 4): Money {
  const rounded = value.round(decimals, Big.roundHalfUp);
  const amount = rounded.eq(0) ? new Big(0) : rounded;
  const written = amount.toFixed();
  const held = written.includes('.') ? written.length - written.indexOf('.') - 1 : 0;
  return { amount: held < 2 ? amount.toFixed(2) : written, currencyCode };
}

/** The sum of exact values; zero of none. */
export function sumOf(values: Iterable<Big>): Big {
  let sum = new Big(0);
  for (const value of values) sum = sum.plus(value);
  return sum;
}
