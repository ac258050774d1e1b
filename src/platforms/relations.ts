import type { MetafieldKind } from '../model/metafield-kind.js';
import type { DecimalCell } from './decimals.js';

/** What the owner of a store opens or closes as a whole in `config.php`. */
export type Area = 'settings' | 'catalog' | 'orders' | 'customers' | 'promotions';

/** What was written for the staff alone is an area of its own, `internal`, beside the one that it is a part of. */
export interface Internal {
  /** The rows that were not, as SQL. */
  readonly unless: string;
  /** The column that is for the staff in the other rows; the whole rows are where it is not said. */
  readonly column?: string;
}

/** The kind of a column: what its cells are when they reach us. `T` exists for the compiler alone. */
export interface Kind<T> {
  readonly kind: string;
  readonly _cell?: T;
}

const kind = <T>(name: string): Kind<T> => ({ kind: name });

/** The kinds of columns. */
export const kinds = {
  /** A whole number. */
  int: kind<number>('int'),
  /** A floating-point number, in the digits that the database prints. */
  float: kind<string | number>('float'),
  /** An exact number. */
  decimal: kind<DecimalCell>('decimal'),
  /** A text that is always there, though it may be empty. */
  name: kind<string>('name'),
  /** A text; null where there is none. */
  text: kind<string | null>('text'),
  /** A date or time as the store's clock shows it; null where there is none, and so are zero dates in meaning. */
  time: kind<string | null>('time'),
  /** A value that is a text in one store and a number in another, as SQLite has it. */
  loose: kind<string | number | null>('loose'),
};

/** The same kind, but null where there is none: the column allows it, or some versions of the platform do not have the column. */
export const orNull = <T>({ kind: of }: Kind<T>): Kind<T | null> => ({ kind: of });

/** Columns of one kind, by their names. */
export function each<const N extends string, T>(of: Kind<T>, ...names: readonly N[]): { readonly [K in N]: Kind<T> } {
  return Object.fromEntries(names.map((column) => [column, of])) as { readonly [K in N]: Kind<T> };
}

type ColumnKinds = Readonly<Record<string, Kind<unknown>>>;

/** A table, or a part of one, that may leave the store: said once, for the statements' types and for the bridge's own list. */
export interface Relation<C extends ColumnKinds = ColumnKinds> {
  readonly area: Area;
  readonly columns: C;
  /** The table's name, with the connector's names in braces; `{prefix}` and the relation's own name where it is not said. */
  readonly table?: string;
  /** The only rows that may leave the store, as SQL; all where it is not said. */
  readonly where?: string;
  /** What of it leaves only while the area `internal` is open too. */
  readonly internal?: Internal;
  /** Columns that hold JSON by keys, of which only those leave that the owner opened for things of this kind. */
  readonly parts?: { readonly kind: MetafieldKind; readonly columns: readonly string[] };
}

export type Relations = Readonly<Record<string, Relation>>;

/** The relations of one area. */
function inArea<const A extends Area>(area: A) {
  return <const C extends ColumnKinds>(
    columns: C,
    more: Pick<Relation, 'table' | 'where' | 'internal' | 'parts'> = {},
  ): Relation<C> => ({
    area,
    columns,
    ...more,
  });
}

/** The relations of each area. */
export const areas = {
  settings: inArea('settings'),
  catalog: inArea('catalog'),
  orders: inArea('orders'),
  customers: inArea('customers'),
  /** Coupons, whose codes are as good as money, and what gift cards are worth. */
  promotions: inArea('promotions'),
};

/** The rows of relations, as Kysely wants to know them. */
export type TablesOf<R extends Relations> = {
  [N in keyof R]: { [C in keyof R[N]['columns']]: R[N]['columns'][C] extends Kind<infer T> ? T : never };
};

/** SQL for a column that holds one of the names which the owner opened in `config.php` for things of this kind: none where none are. */
export function opened(column: string, kind: MetafieldKind): string {
  return `\`${column}\` in ({open:${kind}})`;
}

/** SQL for a column that holds one of these texts. */
export function among(column: string, texts: readonly string[]): string {
  return `\`${column}\` in (${texts.map((one) => `'${one}'`).join(', ')})`;
}
