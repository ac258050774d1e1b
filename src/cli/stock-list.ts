import { globalId, parseGlobalId, storeGlobalId } from '../model/ids.js';
import { cellsOf } from './csv.js';
import { MisuseError } from './misuse-error.js';

/** One line of a list of stock. */
export interface StockRow {
  /** Its place in the file, from 1, the header counted. */
  readonly line: number;
  /** The store's global id. */
  readonly store: string;
  /** The thing's global id; null where only its SKU is given. */
  readonly id: string | null;
  readonly sku: string;
  readonly change: { readonly quantity?: string; readonly adjustBy?: string; readonly expectedQuantity?: string };
  /** What is wrong with it; null: nothing. */
  readonly fault: string | null;
}

const columns = ['store', 'sku', 'product', 'variant', 'quantity', 'adjustBy', 'expectedQuantity'] as const;

/** The rows of a list of stock: `store`, one of `sku`, `product` and `variant`, and one of `quantity` and `adjustBy`. */
export function stockRows(text: string, store: string | undefined): StockRow[] {
  let cells: string[][];
  try {
    cells = cellsOf(text);
  } catch (error) {
    throw new MisuseError(`the list must be comma-separated values: ${(error as Error).message}`);
  }
  const [header = [], ...lines] = cells;
  const places = new Map(
    columns.map((name) => [name, header.findIndex((text) => text.toLowerCase() === name.toLowerCase())]),
  );
  const has = (name: (typeof columns)[number]) => (places.get(name) ?? -1) >= 0;
  if (!has('store') && store === undefined)
    throw new MisuseError('the list must have a column store, or --store be given');
  if (!has('sku') && !has('product') && !has('variant')) {
    throw new MisuseError('the list must have a column sku, product or variant');
  }
  if (!has('quantity') && !has('adjustBy')) throw new MisuseError('the list must have a column quantity or adjustBy');
  return lines.map((line, at) => {
    const of = (name: (typeof columns)[number]) => line[places.get(name) ?? -1] ?? '';
    return rowOf(at + 2, of, of('store') || (store ?? ''));
  });
}

function rowOf(line: number, of: (name: (typeof columns)[number]) => string, givenStore: string): StockRow {
  const store = givenStore.includes('/') ? givenStore : storeGlobalId(givenStore);
  const named = (['sku', 'product', 'variant'] as const).filter((name) => of(name) !== '');
  const amounts = (['quantity', 'adjustBy', 'expectedQuantity'] as const).filter((name) => of(name) !== '');
  const id = idOf(store, of('product'), of('variant'));
  const fault = () => {
    if (parseGlobalId(store)?.type !== 'Store') return 'store must be the id of a store';
    if (named.length !== 1) return 'one of sku, product and variant must be given';
    if (id !== null && parseGlobalId(id)?.storeId !== parseGlobalId(store)?.storeId) return 'it must be of the store';
    if (amounts.filter((name) => name !== 'expectedQuantity').length !== 1)
      return 'one of quantity and adjustBy must be given';
    const areNumbers = amounts.every((name) => /^-?\d{1,20}(\.\d{1,20})?$/.test(of(name)));
    return areNumbers ? null : 'quantities must be decimal numbers, such as 12 or -0.5';
  };
  const change = Object.fromEntries(amounts.map((name) => [name, of(name)]));
  return { line, store, id, sku: of('sku'), change, fault: fault() };
}

/** The global id of a thing that is given by its native id, or by the global one itself; null where it is not given by id. */
function idOf(store: string, product: string, variant: string): string | null {
  const given = product || variant;
  if (given === '' || given.startsWith('gid://')) return given || null;
  return globalId(parseGlobalId(store)?.storeId ?? '', product ? 'Product' : 'ProductVariant', given);
}
