import type { Cell } from '../bridge/plan.js';

/**
 * Rows in the order of these columns, numbers or times, where none comes first: what `order by` makes of them. For statements that
 * join tables and select long texts, which MariaDB and MySQL 5.7 copy into a table on disk before they order them.
 */
export function inOrderOf<Column extends string, Row extends Readonly<Record<Column, Cell>>>(
  rows: readonly Row[],
  ...columns: readonly Column[]
): readonly Row[] {
  if (rows.length < 2) return rows;
  return [...rows].sort((one, other) => {
    for (const column of columns) {
      const a: Cell = one[column];
      const b: Cell = other[column];
      if (a === b) continue;
      if (a === null || b === null) return a === null ? -1 : 1;
      return a < b ? -1 : 1;
    }
    return 0;
  });
}
