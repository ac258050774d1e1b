import { Big } from 'big.js';
import { MomentaryMap } from '../model/momentary-map.js';
import type { Money } from '../model/money.js';

/** A decimal as a bridge sends it: exact text, or a whole number where the database keeps it so (SQLite). */
export type DecimalCell = string | number;

/** The exact value of a decimal cell; zero where the store holds none or no number. */
export function decimal(cell: DecimalCell | null | undefined): Big {
  return decimalOrNull(cell) ?? new Big(0);
}

/** Digits before and after the point that a number may have: as many as that of any column, a double's included. */
const mostDigits = 400;

/**
 * The exact value of a decimal cell; null where the store holds none or no number. One of more digits than any column holds is none,
 * be they written out or told by an exponent: its sums and products would take longer than anybody waits.
 */
export function decimalOrNull(cell: DecimalCell | null | undefined): Big | null {
  if (cell === null || cell === undefined || cell === '') return null;
  if (typeof cell === 'number' || cell.length > longestKept) return valueIn(cell);
  const known = kept.get(cell);
  if (known !== undefined) return known;
  const value = valueIn(cell);
  kept.set(cell, value);
  return value;
}

/** Values by their texts, for of those of a page most are the same: nothing, rates of tax, prices that end in 99. Nobody changes a value. */
const kept = new MomentaryMap<Big | null>();
/** Of how many signs they are at most. */
const longestKept = 20;

function valueIn(cell: DecimalCell): Big | null {
  if (typeof cell === 'string' && cell.length > 2 * mostDigits) return null;
  try {
    const value = new Big(cell);
    return Math.abs(value.e) <= mostDigits ? value : null;
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
  // A value has no trailing zeros, so this is how many decimals it is written with.
  const rounded = decimalsOf(value) > decimals ? value.round(decimals, Big.roundHalfUp) : value;
  if (rounded.c[0] === 0) return { amount: '0.00', currencyCode };
  const held = decimalsOf(rounded);
  const written = rounded.toFixed();
  return { amount: held >= 2 ? written : held === 1 ? `${written}0` : `${written}.00`, currencyCode };
}

function decimalsOf({ c, e }: Big): number {
  return Math.max(0, c.length - 1 - e);
}

/** The sum of exact values; zero of none. */
export function sumOf(values: Iterable<Big>): Big {
  let sum: Big | null = null;
  for (const value of values) sum = sum ? sum.plus(value) : value;
  return sum ?? new Big(0);
}
