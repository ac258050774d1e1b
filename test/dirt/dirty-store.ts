import { DatabaseSync } from 'node:sqlite';
import type { Platform } from '../../src/platforms/platform.js';
import type { Relation } from '../../src/platforms/relations.js';
import type { RealStore } from '../conformance/real-store.js';
import type { BridgedStore } from '../contract/bridged-store.js';

/** What cells of a column can be. */
export type CellKind = 'whole' | 'decimal' | 'text' | 'time';

export interface Column {
  readonly name: string;
  readonly nullable: boolean;
  readonly kind: CellKind;
  /** Whether rows are told apart by it. */
  readonly key: boolean;
  /** Whether the database numbers rows by it. */
  readonly numbered: boolean;
}

/** One row of a relation, with what finds it again and what it held. */
export interface Victim {
  readonly relation: string;
  readonly table: string;
  /** SQL that is true of this row alone. */
  readonly found: string;
  /** Its cells as SQL literals, by column. */
  readonly literals: Readonly<Record<string, string>>;
  /** Its cells as text, by column. */
  readonly cells: Readonly<Record<string, string | null>>;
  /** Where a table has no key: all of its rows, none of which can be told from the others once it is spoilt. */
  readonly all?: () => readonly Victim[];
}

/** A store whose database a test may spoil, past everything that is tested. */
export interface DirtyStore {
  readonly store: BridgedStore;
  readonly platform: Platform;
  /** Whether the database itself keeps rows from being there twice, as that of a real store does. */
  readonly isKeyed: boolean;
  /** How the store's database compares texts. */
  readonly folds: (text: string) => string;
  /** The columns of a relation's table; null where this store has no such table. */
  columns(relation: string): readonly Column[] | null;
  /** The rows of a relation that may leave the store, as many as `limit`, where a condition holds. */
  rows(relation: string, condition: string, limit: number): Victim[];
  /** A literal with blanks around its text. */
  padded(literal: string): string;
  /** Runs statements, as a tool that asks no questions would. */
  run(statements: readonly string[]): void;
}

/** Sets one cell of a row. */
export function spoiling({ table, found }: Victim, column: string, literal: string): string {
  return `update \`${table}\` set \`${column}\` = ${literal} where ${found}`;
}

/** Takes a row away. */
export function removing({ table, found }: Victim): string {
  return `delete from \`${table}\` where ${found}`;
}

/** Puts a row back as it was: one that was removed, or one that was changed, the times that a database writes itself included. */
export function mending(victim: Victim, isRemoved: boolean): string[] {
  const { table, found, literals, all } = victim;
  if (all) return [`delete from \`${table}\``, ...all().map(inserting)];
  if (isRemoved) return [inserting(victim)];
  const cells = Object.entries(literals).filter(([name]) => name !== 'rowid');
  return [`update \`${table}\` set ${cells.map(([name, literal]) => `\`${name}\` = ${literal}`)} where ${found}`];
}

function inserting({ table, literals }: Victim): string {
  const names = Object.keys(literals).map((name) => `\`${name}\``);
  return `insert into \`${table}\` (${names}) values (${Object.values(literals)})`;
}

/** The table that a relation is a part of, with the connector's names filled in, and the rows of it that may leave the store. */
function tableOf(relation: string, { table, where }: Relation, names: Readonly<Record<string, string>>) {
  // What an owner could have opened, nobody has where the names do not say so.
  const filled = (text: string) =>
    Object.entries(names)
      .reduce((sql, [name, value]) => sql.replaceAll(`{${name}}`, value), text)
      .replaceAll(/\{open:\w+\}/g, "''");
  return { table: filled(table ?? `{prefix}${relation}`), where: filled(where ?? '1 = 1') };
}

const parsed = (line: string[]) => line.map((cell) => (cell === 'NULL' ? null : Buffer.from(cell, 'hex').toString()));

/** One of the real stores, in MariaDB; `names` are those that the platform's connector fills in. */
export function inMariaDb(store: RealStore, platform: Platform, names: Readonly<Record<string, string>>): DirtyStore {
  const kinds: Readonly<Record<string, CellKind>> = {
    ...{ decimal: 'decimal', float: 'decimal', double: 'decimal', date: 'time', datetime: 'time', timestamp: 'time' },
    ...{ tinyint: 'whole', smallint: 'whole', mediumint: 'whole', int: 'whole', bigint: 'whole', year: 'whole' },
  };
  const tables = new Map<string, Column[]>();
  for (const [table = '', name = '', nullable, type = '', key, extra] of store.rows(
    'select table_name, column_name, is_nullable, data_type, column_key, extra from information_schema.columns ' +
      'where table_schema = database() order by table_name, ordinal_position',
  )) {
    const column = {
      name,
      nullable: nullable === 'YES',
      kind: kinds[type] ?? 'text',
      key: key === 'PRI',
      numbered: extra === 'auto_increment',
    };
    tables.set(table, [...(tables.get(table) ?? []), column]);
  }
  const relations = platform.relations ?? {};
  const of = (relation: string) => tableOf(relation, relations[relation] as Relation, names);
  return {
    store,
    platform,
    isKeyed: true,
    folds: (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/ +$/, ''),
    padded: (literal) => `concat(' ', ${literal}, ' ')`,
    columns: (relation) => tables.get(of(relation).table) ?? null,
    rows(relation, condition, limit) {
      const { table, where } = of(relation);
      const columns = tables.get(table) ?? [];
      const keys = columns.some(({ key }) => key) ? columns.filter(({ key }) => key) : columns;
      const cells = columns.map(({ name }) => `hex(cast(\`${name}\` as binary))`);
      const order = keys.map(({ name }) => `\`${name}\``);
      const found = store.rows(
        `select ${cells} from \`${table}\` where (${where}) and (${condition}) order by ${order} limit ${limit}`,
      );
      const isKeyed = columns.some(({ key }) => key);
      const made: Victim[] = found.map((line) => {
        const literals = Object.fromEntries(
          columns.map(({ name }, at) => [name, line[at] === 'NULL' ? 'null' : `unhex('${line[at]}')`]),
        );
        return {
          relation,
          table,
          found: keys.map(({ name }) => `\`${name}\` <=> ${literals[name]}`).join(' and '),
          literals,
          cells: Object.fromEntries(columns.map(({ name }, at) => [name, parsed(line)[at] ?? null])),
          ...(!isKeyed && { all: () => made }),
        };
      });
      return made;
    },
    run(statements) {
      store.rows(
        ["set sql_mode = '', foreign_key_checks = 0, unique_checks = 0", ...statements.map(ignoring)].join('; '),
      );
    },
  };
}

/** A statement that leaves out what a unique index forbids instead of failing. */
function ignoring(statement: string): string {
  return statement.replace(/^(update|insert) (?!ignore )/, '$1 ignore ');
}

/** A store of the contract suite, in SQLite. */
export function inSqlite(
  store: BridgedStore & { readonly database: string },
  platform: Platform,
  names: Readonly<Record<string, string>>,
): DirtyStore {
  const relations = platform.relations ?? {};
  const of = (relation: string) => tableOf(relation, relations[relation] as Relation, names);
  const opened = <T>(use: (database: DatabaseSync) => T): T => {
    const database = new DatabaseSync(store.database);
    try {
      return use(database);
    } finally {
      database.close();
    }
  };
  const kindOf = (type: string): CellKind => {
    if (/int/i.test(type)) return 'whole';
    if (/dec|num|real|float|double/i.test(type)) return 'decimal';
    return /date|time/i.test(type) ? 'time' : 'text';
  };
  const tables = new Map<string, (Column & { readonly numbering: boolean })[]>();
  opened((database) => {
    for (const { name: table } of database.prepare("select name from sqlite_master where type = 'table'").all()) {
      const columns = database.prepare(`pragma table_info(\`${table}\`)`).all();
      // Some fixtures say no keys; the first number that all rows have one of their own is it.
      const isKeyed = columns.some(({ pk }) => Number(pk) > 0);
      const number = columns.find(({ name, type }) => {
        if (isKeyed || kindOf(String(type)) !== 'whole') return false;
        const counts = `count(distinct \`${name}\`) as own, count(*) as rows`;
        const found = database.prepare(`select ${counts} from \`${table}\``).get();
        return Number(found?.rows) > 1 && found?.own === found?.rows;
      });
      tables.set(
        String(table),
        columns.map(({ name, notnull, type, pk }) => ({
          name: String(name),
          nullable: notnull === 0,
          kind: kindOf(String(type)),
          key: Number(pk) > 0 || name === number?.name,
          numbering: Number(pk) > 0,
          numbered: /^integer$/i.test(String(type)) && Number(pk) > 0,
        })),
      );
    }
  });
  return {
    store,
    platform,
    isKeyed: false,
    folds: (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase()),
    padded: (literal) => `(' ' || ${literal} || ' ')`,
    columns: (relation) =>
      // SQLite knows no type of times, and fixtures keep amounts as they like.
      tables.get(of(relation).table)?.map((column) => {
        const said = (relations[relation]?.columns ?? ({} as Record<string, { kind: string }>))[column.name]?.kind;
        return { ...column, kind: said === undefined ? column.kind : (saidKinds[said] ?? column.kind) };
      }) ?? null,
    rows(relation, condition, limit) {
      const { table, where } = of(relation);
      const keys = tables.get(table)?.filter(({ numbering }) => numbering) ?? [];
      return opened((database) =>
        database
          .prepare(
            `select ${keys.length > 0 ? 'null' : 'rowid'} as "the row", * from \`${table}\` where (${where}) and (${condition}) limit ${limit}`,
          )
          .all()
          .map(({ 'the row': row, ...cells }) => ({
            relation,
            table,
            found:
              keys.length > 0
                ? keys.map(({ name }) => `\`${name}\` is ${literalOf(cells[name])}`).join(' and ')
                : `rowid = ${row}`,
            literals: {
              ...(row !== null && { rowid: String(row) }),
              ...Object.fromEntries(Object.entries(cells).map(([name, cell]) => [name, literalOf(cell)])),
            },
            cells: Object.fromEntries(
              Object.entries(cells).map(([name, cell]) => [name, cell === null ? null : String(cell)]),
            ),
          })),
      );
    },
    run(statements) {
      opened((database) => {
        for (const statement of statements) database.exec(statement.replace(/^(update|insert) /, '$1 or ignore '));
      });
    },
  };
}

const saidKinds: Readonly<Record<string, CellKind>> = {
  int: 'whole',
  decimal: 'decimal',
  float: 'decimal',
  time: 'time',
};

function literalOf(cell: unknown): string {
  return typeof cell === 'string' ? `'${cell.replaceAll("'", "''")}'` : String(cell ?? 'null');
}
