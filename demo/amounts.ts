/**
 * Amounts are kept in ten-thousandths, as OpenCart's DECIMAL(15,4) keeps them, in whole numbers: they add up exactly.
 */
export type Units = number;

/** An amount in ten-thousandths. */
export function units(amount: number): Units {
  return Math.round(amount * 10_000);
}

/** The amount as a column holds it. */
export function amount(value: Units): number {
  return value / 10_000;
}

/** A percentage of an amount, rounded to a ten-thousandth. */
export function percent(value: Units, rate: number): Units {
  return Math.round((value * rate) / 100);
}

/** As a shop window shows it: two decimals, the currency's sign where the language puts it. */
export function shown(value: Units, rate: number, currency: string, german: boolean): string {
  const figure = ((value / 10_000) * rate).toFixed(2);
  const sign = { EUR: '€', GBP: '£', USD: '$' }[currency] ?? `${currency} `;
  return german ? `${figure.replace('.', ',')} ${sign}` : `${sign}${figure}`;
}
