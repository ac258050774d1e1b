const cellBeforeComma = /(?:"((?:[^"]|"")*)"|([^,\r\n"]*))(,|\r?\n|\r|$)/y;
const cellBeforeSemicolon = /(?:"((?:[^"]|"")*)"|([^;\r\n"]*))(;|\r?\n|\r|$)/y;

/** The cells of a text of comma-separated values, as RFC 4180 has them; separated by semicolons where its first line has no comma. */
export function cellsOf(text: string): string[][] {
  const source = text.replace(/^\uFEFF/, '');
  const separator = /^[^\r\n,]*;/.test(source) ? ';' : ',';
  const cell = separator === ',' ? cellBeforeComma : cellBeforeSemicolon;
  cell.lastIndex = 0;
  const rows: string[][] = [];
  let row: string[] = [];
  while (cell.lastIndex < source.length || row.length > 0) {
    const at = cell.lastIndex;
    const found = cell.exec(source);
    if (!found)
      throw new SyntaxError(`line ${rows.length + 1} must be comma-separated values, but is not, at sign ${at}`);
    row.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? '').trim());
    if (found[3] === separator) continue;
    rows.push(row);
    row = [];
  }
  return rows.filter((cells) => cells.some((text) => text !== ''));
}

/** Rows as comma-separated values, a line each. What a spreadsheet would take for a formula is given as text. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => {
    const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
    return /[",;\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return rows.map((cells) => `${cells.map(cell).join(',')}\r\n`).join('');
}
