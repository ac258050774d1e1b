import { createHash } from 'node:crypto';
import { createIndexes, createTable, tablePrefix, tables } from './schema.js';

export type Cell = string | number | null;
export type Row = Readonly<Record<string, Cell>>;

/** The demo store's tables while they are filled. */
export class Rows {
  private readonly byTable = new Map<string, Row[]>();

  /** Adds a row; columns it does not name are 0 or null. Throws where the table has no such column. */
  add(table: string, row: Row): void {
    const schema = tables.get(table);
    if (!schema) throw new Error(`table must be one of the demo's schema, but got: ${table}`);
    for (const column of Object.keys(row)) {
      if (!schema.columns.has(column)) throw new Error(`${table} must have the column, but got: ${column}`);
    }
    const rows = this.byTable.get(table);
    if (rows) rows.push(row);
    else this.byTable.set(table, [row]);
  }

  /** The rows of a table in the order they were added. */
  of(table: string): readonly Row[] {
    return this.byTable.get(table) ?? [];
  }

  /** The next free number for the single-column key of a table: one more than its rows. */
  nextId(table: string): number {
    return this.of(table).length + 1;
  }

  /** A hash of all rows: equal stores have equal hashes. */
  hash(): string {
    const hash = createHash('sha256');
    for (const name of tables.keys()) hash.update(`${name}:${JSON.stringify(this.of(name))}\n`);
    return hash.digest('hex');
  }

  /** The whole store as one SQLite script: tables, rows in one transaction, then indexes. */
  toSql(): string {
    const script: string[] = ['PRAGMA journal_mode=OFF;', 'PRAGMA synchronous=OFF;', 'BEGIN;'];
    for (const table of tables.values()) {
      script.push(createTable(table));
      const columns = [...table.columns];
      const blanks = columns.map(([, type]) => (type === 'text' || type === 'date' ? 'NULL' : '0'));
      const names = columns.map(([name]) => `\`${name}\``).join(',');
      const rows = this.of(table.name);
      for (let start = 0; start < rows.length; start += 250) {
        const values = rows
          .slice(start, start + 250)
          .map((row) => `(${columns.map(([name], i) => literal(row[name], blanks[i] as string)).join(',')})`);
        script.push(`INSERT INTO \`${tablePrefix}${table.name}\` (${names}) VALUES\n${values.join(',\n')};`);
      }
      script.push(...createIndexes(table));
    }
    script.push('COMMIT;', 'ANALYZE;');
    return script.join('\n');
  }
}

/** A cell as SQL, where a backslash is a sign as any other; `blank` for one that is not there. */
export function literal(cell: Cell | undefined, blank: string): string {
  if (cell === undefined) return blank;
  if (cell === null) return 'NULL';
  return typeof cell === 'number' ? String(cell) : `'${cell.replaceAll("'", "''")}'`;
}
