import { type CompiledQuery, type Expression, type SelectQueryBuilder, sql } from 'kysely';
import { type Results, type Statement, valuesFrom } from '../bridge/plan.js';
import type { AsRead } from '../model/as-read.js';
import { globalId, type StoreNodeType } from '../model/ids.js';
import { Selection } from '../model/selection.js';
import { ServiceError } from '../model/service-error.js';
import { type Belonging, type ColumnOf, firstOf, type Gathering, type Reading, rowOf, type With } from './gathering.js';
import type { StoreView } from './platform.js';
import { queriesOver } from './sql.js';

/** Where a field is read: whose, from what, and what is selected of it. */
export interface At<View> {
  readonly view: View;
  readonly results: Results;
  /** The row's number. */
  readonly id: number;
  /** What is selected below the field. */
  readonly below: Selection;
}

/** What a statement beside the rows may know when it is made. */
export interface Asking<View, Row> {
  readonly view: View;
  readonly gathering: Gathering;
  /** Stands for the numbers of the things that are read, as the list of an `in (…)`. */
  readonly ids: number[];
  /** The things' own rows. */
  readonly rows: Statement<Row>;
  /** What is selected of the things. */
  readonly selection: Selection;
  /** The columns of the thing's sources that the selected fields named. */
  readonly sourced: readonly string[];
}

/** Reads what was asked beside a row; it throws what kept its statement from answering. */
export type RowReading<Row, T> = (results: Results, id: number, row: Row) => T;

/** Statements beside the rows, and how to read them. Several fields that name the same are answered by one asking. */
export interface Ask<View, Row, T> {
  /** The columns of the things' own rows that it goes by. */
  readonly columns: readonly string[];
  prepare(asking: Asking<View, Row>): RowReading<Row, T>;
}

/**
 * Columns of things that are kept beside their rows: in keys and values, or in a second relation. Fields name them as they name
 * columns of the row itself, and read them from it. Only what is named is asked for: `asking.sourced`.
 */
export interface Source<View, Row> extends Ask<View, Row, Readonly<Record<string, unknown>>> {
  /** The columns that it holds. */
  readonly names: readonly string[];
}

/** One field of a thing: the columns of its own row, the statements beside it, and how they are read. Said once. */
export interface Field<View, Row, T> {
  readonly columns: readonly string[];
  readonly asks: readonly Ask<View, Row, unknown>[];
  /** `asked` reads what each of the asks brought, in their order. */
  read(row: Row, asked: readonly RowReading<Row, unknown>[], at: At<View>): T;
}

/** Builds statements whose relations are known by name only. */
export const anyRelations = queriesOver<Record<string, Record<string, unknown>>>();

/** A query whose relations are known by name only. */
export type AnyQuery = SelectQueryBuilder<Record<string, Record<string, unknown>>, string, object>;

/** What every thing is known by; filled by the mechanism. */
type Ids = 'id' | 'storeId' | 'nativeId';

/** Every field of the model must be said, so one that the model gains fails to compile in each platform. */
export type Fields<View, Row, Node> = {
  readonly [F in Exclude<keyof Node, Ids>]-?: Field<View, Row, AsRead<Required<Node>[F]>>;
};

/** One kind of thing of a platform with its fields, wherever its rows come from. */
export interface Shape<View extends StoreView, Row, Node> {
  /** The type of its global ids; null where it has none. */
  readonly kind: StoreNodeType | null;
  /** The platform's own id, where it is not the row's number as it stands. */
  readonly named?: (id: number) => string;
  /** The rows' numbers of such ids; those that no row can have are left out. */
  readonly numbersOf?: (nativeIds: readonly string[]) => number[];
  /** Fields that are filled whether they are selected or not: the graph's own links. */
  readonly always?: readonly Exclude<keyof Node, Ids>[];
  readonly sources?: readonly Source<View, Row>[];
  readonly fields: Fields<View, Row, Node>;
}

/** One kind of thing of a platform, as rows of one relation. */
export interface Entity<View extends StoreView, Row, Node> extends Shape<View, Row, Node> {
  /** The relation and its alias: `products as p`. */
  readonly from: `${string} as ${string}`;
  /** What the rows are made of, where that is no relation by itself; known by the alias. */
  readonly rows?: (view: View) => AnyQuery;
  /** The column that numbers the rows. */
  readonly key: string;
  /** The id of the statement that reads the rows. */
  readonly statement: string;
  /** Rows are read only where a column of theirs is needed; whatever lists the things must then list none that does not exist. */
  readonly lean?: true;
  /** Columns of the rows that are not the relation's own, by their names: as SQL, or what adds them to the query of the rows. */
  readonly derived?: Readonly<Record<string, Expression<unknown> | ((query: never, view: View) => unknown)>>;
  /** What derived columns have in common: added to the query of the rows once, before any of them. */
  readonly beside?: (query: never, view: View) => unknown;
}

/** What statements beside a row answer, each read when it is called. */
export type Asked<Asks extends readonly Ask<never, never, unknown>[]> = {
  [I in keyof Asks]: () => Asks[I] extends Ask<never, never, infer T> ? T : never;
};

/**
 * The words in which a platform says the fields of one kind of thing. Reading a column that was not named does not compile.
 */
export function fieldsOf<View extends StoreView, Row>() {
  type Column = keyof Row & string;
  type A<T> = Ask<View, Row, T>;
  type F<T> = Field<View, Row, T>;
  type Query<DB, TB extends keyof DB, Beside> = (
    asking: Asking<View, unknown>,
  ) => SelectQueryBuilder<DB, TB, Beside> | null;

  /**
   * The rows of one statement of this id beside each row, which belong to it by a column of theirs, such as `a.customer_id`; in the
   * statement's order. None where there is nothing to ask (a null query).
   */
  function rowsBeside<By extends ColumnOf, DB extends With<By>, TB extends keyof DB, Beside>(
    statement: string,
    by: By,
    query: Query<DB, TB, Beside>,
  ): A<readonly Belonging<Beside, By>[]> {
    const prepare = (asking: Asking<View, Row>) => {
      const asked = query(asking);
      return asked ? asking.gathering.rows(statement, by, asking.ids, asked) : () => [];
    };
    return { columns: [], prepare };
  }

  return {
    /** Statements beside the rows, which go by these columns of the rows. */
    ask<const C extends Column, T>(
      columns: readonly C[],
      prepare: (asking: Asking<View, Pick<Row, C>>) => RowReading<Pick<Row, C>, T>,
    ): A<T> {
      return { columns, prepare };
    },
    rowsBeside,
    /** The first row of such a statement; null where there is none. */
    rowBeside<By extends ColumnOf, DB extends With<By>, TB extends keyof DB, Beside>(
      statement: string,
      by: By,
      query: Query<DB, TB, Beside>,
    ): A<Belonging<Beside, By> | null> {
      const { prepare, ...ask } = rowsBeside(statement, by, query);
      return { ...ask, prepare: (asking) => firstOf(prepare(asking) as Reading<readonly Belonging<Beside, By>[]>) };
    },
    /** The row of another relation whose number a column of the row holds; null where there is none. */
    rowNumbered<const C extends Column, By extends ColumnOf, DB extends With<By>, TB extends keyof DB, Beside>(
      column: C,
      statement: string,
      by: By,
      query: (asking: Asking<View, Pick<Row, C>>) => SelectQueryBuilder<DB, TB, Beside>,
    ): A<Belonging<Beside, By> | null> {
      return {
        columns: [column],
        prepare: (asking) => {
          const numbers = valuesFrom(asking.rows as Statement<Record<C, number>>, column);
          const read = firstOf(asking.gathering.rows(statement, by, numbers, query(asking)));
          return (results, _id, row) => read(results, Number(row[column] ?? 0));
        },
      };
    },
    /** What such statements answer, in another shape that several fields read. */
    shaped<V, T>(ask: A<V>, shape: (value: V, view: View) => T): A<T> {
      const prepare = (asking: Asking<View, Row>): RowReading<Row, T> => {
        const read = ask.prepare(asking);
        return (results, id, row) => shape(read(results, id, row), asking.view);
      };
      return { ...ask, prepare };
    },
    /** Columns kept beside the rows, by their names; to read them goes by these columns of the rows. */
    source<const N extends Column, const C extends Column>(
      names: readonly N[],
      columns: readonly C[],
      prepare: (asking: Asking<View, Pick<Row, C>>) => RowReading<Pick<Row, C>, Partial<Pick<Row, N>>>,
    ): Source<View, Row> {
      return { names, columns, prepare };
    },
    /** A field that is read from columns of the row. */
    from<const C extends Column, T>(columns: readonly C[], read: (row: Pick<Row, C>, at: At<View>) => T): F<T> {
      return { columns, asks: [], read: (row, _asked, at) => read(row, at) };
    },
    /** Fields that are each read from one column of the row, and all alike. */
    cells<const Columns extends Readonly<Record<string, Column>>, T>(
      columns: Columns,
      read: (cell: Row[Columns[keyof Columns]]) => T,
    ): { readonly [Name in keyof Columns]: F<T> } {
      const fields = Object.entries(columns).map(([name, column]) => {
        const field: F<T> = { columns: [column], asks: [], read: (row) => read(row[column as Columns[keyof Columns]]) };
        return [name, field];
      });
      return Object.fromEntries(fields) as { readonly [Name in keyof Columns]: F<T> };
    },
    /** A field that is read from statements beside the row. */
    asked<T, V>(ask: A<V>, read: (value: V, at: At<View>) => T): F<T> {
      const one = (row: Row, [reading]: readonly RowReading<Row, unknown>[], at: At<View>) =>
        read((reading as RowReading<Row, V>)(at.results, at.id, row), at);
      return { columns: [], asks: [ask], read: one };
    },
    /** A field that is read from columns of the row and several statements beside it, each read when it is called. */
    made<const C extends Column, const Asks extends readonly A<unknown>[], T>(
      columns: readonly C[],
      asks: Asks,
      read: (row: Pick<Row, C>, asked: Asked<Asks>, at: At<View>) => T,
    ): F<T> {
      const all = (row: Row, asked: readonly RowReading<Row, unknown>[], at: At<View>) => {
        const values = asked.map((reading) => () => reading(at.results, at.id, row));
        return read(row, values as unknown as Asked<Asks>, at);
      };
      return { columns, asks, read: all };
    },
    /** Fields that the platform does not have, with what stands for none. */
    lacking<T, const N extends string>(value: T, ...names: readonly N[]): { readonly [Name in N]: F<T> } {
      const field: F<T> = { columns: [], asks: [], read: () => value };
      return Object.fromEntries(names.map((name) => [name, field])) as { readonly [Name in N]: F<T> };
    },
    /** A field that the platform does not have: the same for every thing. */
    none<T>(value: T): F<T> {
      return { columns: [], asks: [], read: () => value };
    },
  };
}

/** Reads the things that a statement lists, with what is selected of them; null for one that does not exist. */
export function readingOf<View extends StoreView, Row, Node>(
  entity: Entity<View, Row, Node>,
  view: View,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  selection: Selection,
): Reading<AsRead<Node> | null> {
  const ids = valuesFrom(listed, 'id');
  const { columns } = partsOf(entity, selection);
  const { rows, key, absent } = rowsOfThings(entity, view, gathering, listed, columns);
  const read = nodesOf(entity, { view, gathering, ids, rows, selection });
  const held = rowOf(rows as Statement<Record<string, unknown>>, key);
  const lacksNone = Object.keys(absent).length === 0;
  return (results, id) => {
    const cells = held(results, id);
    return cells ? read(results, id, (lacksNone ? cells : { ...absent, ...cells }) as Row) : null;
  };
}

/**
 * Reads things whose rows are at hand, such as those that another thing is read from too. `Sourced` are the columns of the shape's
 * sources, which such rows lack.
 */
export function nodesOf<View extends StoreView, Row, Node, Sourced extends keyof Row = never>(
  shape: Shape<View, Row, Node>,
  { view, gathering, ids, rows, selection }: Omit<Asking<View, Omit<Row, Sourced>>, 'sourced'>,
): (results: Results, id: number, row: Omit<Row, Sourced>) => AsRead<Node> {
  const { wanted, asks, sources, sourced } = partsOf(shape, selection);
  const asking = { view, gathering, ids, rows: rows as Statement<Row>, selection, sourced };
  const beside = sources.map((source) => ({
    names: source.names.filter((name) => sourced.includes(name)),
    read: source.prepare(asking),
  }));
  const readings = new Map(asks.map((ask) => [ask, ask.prepare(asking)] as const));
  const fields = wanted.map(({ name, field, below }) => ({
    name,
    field,
    below: below.fields.length > 0 ? below : null,
    asked: field.asks.map((ask) => readings.get(ask) as RowReading<Row, unknown>),
  }));
  const { storeId } = view;
  // What has all of its fields from the start is kept in slots; of what gets more than a dozen one by one the engine makes a table.
  const names = ['storeId', 'nativeId', ...(shape.kind ? ['id'] : []), ...fields.map(({ name }) => name)];
  const blank: Readonly<Record<string, unknown>> = Object.fromEntries(names.map((name) => [name, null]));
  return (results, id, held) => {
    const own = held as Row;
    const row = beside.length > 0 ? withSources(own, beside, results, id) : own;
    const nativeId = shape.named?.(id) ?? String(id);
    const node: Record<string, unknown> = { ...blank, storeId, nativeId };
    if (shape.kind) node.id = globalId(storeId, shape.kind, nativeId);
    const leaf: At<View> = { view, results, id, below: Selection.none };
    for (const { name, field, below, asked } of fields) {
      // As `orError` does it, without a function for every field of every thing.
      try {
        node[name] = field.read(row, asked, below ? { view, results, id, below } : leaf);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        node[name] = error;
      }
    }
    return node as AsRead<Node>;
  };
}

interface Beside<Row> {
  readonly names: readonly string[];
  readonly read: RowReading<Row, Readonly<Record<string, unknown>>>;
}

/** The row with the columns of its sources; what kept one from being read is thrown where it is used. */
function withSources<Row>(own: Row, beside: readonly Beside<Row>[], results: Results, id: number): Row {
  const row = { ...own } as Record<string, unknown>;
  for (const { names, read } of beside) {
    let values: Readonly<Record<string, unknown>> | undefined;
    for (const name of names) {
      try {
        values ??= read(results, id, own);
        row[name] = values[name];
      } catch (error) {
        const get = () => {
          throw error;
        };
        Object.defineProperty(row, name, { get });
      }
    }
  }
  return row as Row;
}

/** The fields that are selected of a thing, in the order in which they are said, and what they need. */
function partsOf<View extends StoreView, Row, Node>(shape: Shape<View, Row, Node>, selection: Selection) {
  const names = Object.keys(shape.fields) as Exclude<keyof Node & string, Ids>[];
  const wanted = names
    .filter((name) => selection.has(name) || shape.always?.includes(name))
    .map((name) => ({ name, field: shape.fields[name] as Field<View, Row, unknown>, below: selection.at(name) }));
  const asks = [...new Set(wanted.flatMap(({ field }) => field.asks))];
  const parts = [...wanted.map(({ field }) => field), ...asks];
  const named = parts.flatMap((part) => part.columns);
  const sources = (shape.sources ?? []).filter(({ names: held }) => named.some((column) => held.includes(column)));
  const held = new Set(sources.flatMap((source) => source.names));
  const columns = [...new Set([...named, ...sources.flatMap((source) => source.columns)])];
  return {
    wanted,
    asks,
    sources,
    sourced: columns.filter((column) => held.has(column)),
    columns: new Set(columns.filter((column) => !held.has(column))),
  };
}

/** The columns of a thing's sources that are selected, for whoever asks for them together with those of others. */
export function sourcedOf<View extends StoreView, Row, Node>(
  shape: Shape<View, Row, Node>,
  selection: Selection,
): readonly string[] {
  return partsOf(shape, selection).sourced;
}

/**
 * The rows with the columns that are needed and that this store has, and the column that numbers them; `absent` holds null for
 * each that it has not. Where a lean entity needs none of them, the list itself stands for the rows.
 */
function rowsOfThings<View extends StoreView, Row, Node>(
  entity: Entity<View, Row, Node>,
  view: View,
  gathering: Gathering,
  listed: Statement<{ id: number }>,
  columns: ReadonlySet<string>,
): { readonly rows: Statement<Row>; readonly key: string; readonly absent: Readonly<Record<string, null>> } {
  const { relation, alias } = aliased(entity.from);
  const more = [...columns].filter((column) => column !== entity.key);
  const derived = more.filter((column) => Object.hasOwn(entity.derived ?? {}, column));
  const own = more.filter((column) => !derived.includes(column));
  const there = own.filter((column) => entity.rows || view.columns.has(relation, column));
  const absent = Object.fromEntries(own.filter((column) => !there.includes(column)).map((column) => [column, null]));
  const bare = there.length + derived.length === 0 && !columns.has(entity.key);
  if (entity.lean && bare) return { rows: listed as Statement<Row>, key: 'id', absent };
  let query: { compile(): CompiledQuery<unknown> } = (entity.rows?.(view) ?? anyRelations.selectFrom(entity.from))
    .select([entity.key, ...there].map((column) => `${alias}.${column}`))
    .where(`${alias}.${entity.key}`, 'in', valuesFrom(listed, 'id'));
  if (derived.length > 0 && entity.beside) query = entity.beside(query as never, view) as typeof query;
  for (const column of derived) {
    const held = entity.derived?.[column];
    if (typeof held === 'function') query = held(query as never, view) as typeof query;
    else query = (query as AnyQuery).select(sql`${held}`.as(column));
  }
  return { rows: gathering.add(entity.statement, query) as Statement<Row>, key: entity.key, absent };
}

/** A relation and its alias, from `products as p`. */
export function aliased(from: string): { readonly relation: string; readonly alias: string } {
  const [relation = '', alias = ''] = from.split(' as ');
  return { relation, alias };
}
