import { type RawBuilder, sql } from 'kysely';
import type { StoreView } from './platform.js';

/** Where a platform that keeps amounts in the store's own currency holds what an order was charged in, and at which rate. */
interface ChargeColumns {
  readonly total: string;
  readonly code: string;
  readonly rate: string;
  /** Whether an order that holds no rate is charged at today's, and one that names no currency as it stands. */
  readonly today: boolean;
}

/** An order's currency as it holds it, without blanks; empty where it names none. */
export function currencyIn(code: string): RawBuilder<string> {
  return sql<string>`replace(coalesce(${sql.ref(code)}, ${''}), ${' '}, ${''})`;
}

/**
 * What the shopper was charged in all, as SQL, rounded as amounts of money are. Statements of the bridge know no multiplication: it
 * is divided by what the rate's own is, and what lies half-way is helped up, since the quotient is a floating-point number.
 */
export function chargedIn(
  { config }: StoreView,
  { total, code, rate, today }: ChargeColumns,
): RawBuilder<string | number> {
  const named = currencyIn(code);
  const rates = config.currencies.filter((one) => /^\d{1,18}(\.\d{1,18})?$/.test(one.rate) && Number(one.rate) > 0);
  const now = (of: string) => sql.raw(rates.find((one) => one.code === of)?.rate ?? '1');
  const cases = [
    ...(today ? [sql`when ${named} = ${''} then 1`] : []),
    sql`when ${sql.ref(rate)} > 0 then ${sql.ref(rate)}`,
    ...(today ? rates.map((one) => sql`when ${named} = ${one.code} then ${now(one.code)}`) : []),
  ];
  const factor = sql`case ${sql.join(cases, sql` `)} else 1 end`;
  return sql<string | number>`round(coalesce(${sql.ref(total)}, 0) / (${'1.0'} / ${factor}) + 0.000000001, 4)`;
}
