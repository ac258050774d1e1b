import type { UserError } from '../model/connecting.js';
import { isCut } from '../model/cut-text.js';

/** What an argument of an act must be like, for a bridge to take the request that it is in. */
type Form = 'id' | 'ids' | 'text' | 'word' | 'moment' | 'lines' | 'sale' | 'translations';

/** An argument of an act: its form, and the name that it has in the mutation. */
interface Argument {
  readonly form: Form;
  readonly field: string;
}

const argumentsOfActs: Readonly<Record<string, Argument>> = {
  optionValue: { form: 'id', field: 'optionValueId' },
  shipment: { form: 'id', field: 'shipmentId' },
  status: { form: 'id', field: 'statusId' },
  expectedStatus: { form: 'id', field: 'expectedStatusId' },
  categories: { form: 'ids', field: 'categoryIds' },
  lines: { form: 'lines', field: 'lineItems' },
  translations: { form: 'translations', field: 'translations' },
  salePrice: { form: 'sale', field: 'salePrice' },
  ...Object.fromEntries(
    ['sku', 'gtin', 'mpn', 'comment', 'carrier', 'trackingNumber', 'trackingUrl'].map((field) => [
      field,
      { form: 'text' as const, field },
    ]),
  ),
};

/** The most entries of a list within one act. */
const maxEntries = 1_000;

/**
 * What of an act no bridge takes, which would refuse the whole request for it, and all other changes of that store with it; null
 * where nothing is. `idField` is the mutation's name for the id of the thing.
 */
export function faultOfForm(given: Readonly<Record<string, unknown>>, idField: string): UserError | null {
  for (const [name, value] of Object.entries(given)) {
    if (['product', 'variant', 'order'].includes(name) && !isId(value)) {
      return fault('NOT_FOUND', 'The store has nothing of this id.', [idField]);
    }
    const argument = argumentsOfActs[name];
    const wrong = argument && misfit(value, argument.form);
    if (!wrong) continue;
    const code = name === 'shipment' ? 'NOT_FOUND' : 'INVALID';
    return fault(code, 'No store can have such a value here.', [argument.field, ...wrong]);
  }
  return null;
}

function fault(code: string, message: string, field: string[]): UserError {
  return { code, message, field, retryable: false };
}

/** Where a value departs from its form, as a path beneath it; null where it does not. */
function misfit(value: unknown, form: Form): readonly string[] | null {
  if (value === null) return null;
  if (form === 'id') return isId(value) ? null : [];
  if (form === 'text') return isText(value) ? null : [];
  if (form === 'word') return /^[A-Za-z0-9_-]{1,40}$/.test(String(value)) ? null : [];
  // Years of four digits alone.
  if (form === 'moment') return /^\d{4}-/.test(String(value)) ? null : [];
  if (form === 'sale') return misfitAmong(value, { startsAt: 'moment', endsAt: 'moment' });
  const entries = value as readonly unknown[];
  if (entries.length > maxEntries) return [];
  for (const [at, entry] of entries.entries()) {
    const wrong =
      form === 'ids'
        ? misfit(entry, 'id')
        : form === 'lines'
          ? misfitAmong(entry, { id: 'id' }, { id: 'nativeId' })
          : misfitAmong(entry, { language: 'word', name: 'text', description: 'text', shortDescription: 'text' });
    if (wrong) return [String(at), ...wrong];
  }
  return null;
}

function misfitAmong(
  value: unknown,
  forms: Readonly<Record<string, Form>>,
  names: Readonly<Record<string, string>> = {},
): readonly string[] | null {
  for (const [name, form] of Object.entries(forms)) {
    const part = (value as Readonly<Record<string, unknown>>)[name];
    if (part !== undefined && misfit(part, form)) return [names[name] ?? name];
  }
  return null;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && !isCut(value);
}

function isId(value: unknown): boolean {
  if (!isText(value)) return false;
  const letters = [...value];
  return letters.length >= 1 && letters.length <= 200 && letters.every((letter) => letter >= ' ');
}
