import { valueRead } from '../model/as-read.js';
import type { OrderStatus } from '../model/order-status.js';
import type { ServiceError } from '../model/service-error.js';
import type { CustomerGroup, TaxClass } from '../model/store-config.js';
import { foldedCode } from './html-text.js';
import type { StoreView } from './platform.js';

type Id = string | number;

/** The customer group of this id; null for none and for a deleted one. Throws where the groups could not be read. */
export function groupOf({ config }: StoreView, id: Id | null): CustomerGroup | null {
  return found(config.customerGroups, id);
}

/** The customer group that a price holds for; one that goes by its id where the merchant deleted it: no group at all would be everybody. */
export function priceGroupOf(view: StoreView, id: Id): CustomerGroup {
  return groupOf(view, id) ?? { nativeId: String(id), name: String(id) };
}

/** The tax class of this id; null for none and for a deleted one. Throws where the classes could not be read. */
export function taxClassOf({ config }: StoreView, id: Id | null): TaxClass | null {
  return found(config.taxClasses, id);
}

/** The order status of this id; one that goes by its id where the merchant deleted it. */
export function statusOf({ config }: StoreView, id: Id | null): OrderStatus {
  return found(config.orderStatuses, id) ?? { nativeId: String(id ?? 0), name: String(id ?? 0), state: 'OTHER' };
}

/** The rows that have a code, such as currencies, each code once: where several have one, shops go by the last. One without a code is none. */
export function withCodes<Row extends { readonly code: string }>(rows: readonly Row[]): Row[] {
  const codeOf = ({ code }: { readonly code: string | null }) => code?.trim() ?? '';
  const last = new Map(rows.map((row) => [codeOf(row), row]));
  return rows.filter((row) => codeOf(row) !== '' && last.get(codeOf(row)) === row);
}

/** The one of this id; throws the error that a list of the configuration is where its own statement failed. */
function found<T extends { readonly nativeId: string }>(list: readonly T[] | ServiceError, id: Id | null): T | null {
  const held = valueRead(list);
  const wanted = String(id ?? '');
  // Most stand as they are looked for, and a page looks for hundreds.
  const same = held.find((one) => one.nativeId === wanted);
  if (same) return same;
  const folded = foldedCode(wanted);
  return held.find((one) => foldedCode(one.nativeId) === folded) ?? null;
}

/** Rows in several languages as one name each: in the default language, else in the first that has one; `all` in that order. Blank ones are none. */
export function namesOf<Id extends string | number>(
  rows: readonly { readonly id: Id; readonly language_id: number; readonly name: string | null }[],
  languageId: number,
  textOf: (held: string | null) => string,
): { readonly id: Id; readonly name: string; readonly all: readonly string[] }[] {
  const byId = new Map<Id, { own: string[]; others: string[] }>();
  for (const row of rows) {
    const names = byId.get(row.id) ?? { own: [], others: [] };
    const name = textOf(row.name);
    if (name.trim() !== '') names[row.language_id === languageId ? 'own' : 'others'].push(name);
    byId.set(row.id, names);
  }
  return [...byId].map(([id, { own, others }]) => {
    const all = [...own, ...others];
    return { id, name: all[0] ?? String(id), all };
  });
}

/** Rows of a list without languages, such as tax classes, as the graph's. */
export function namedBy<Name extends string | null>(
  rows: readonly { readonly id: string | number; readonly name: Name }[],
  textOf: (held: Name) => string,
): { nativeId: string; name: string }[] {
  return rows.map(({ id, name }) => ({ nativeId: String(id), name: textOf(name) }));
}
