import Papa from 'papaparse';

/**
 * The cells of a text of comma-separated values, as RFC 4180 has them, or separated by semicolons; lines without any are left out.
 * Throws a SyntaxError that names the line where quotes do not end.
 */
export function cellsOf(text: string): string[][] {
  const { data, errors } = Papa.parse<string[]>(text, {
    delimitersToGuess: [',', ';'],
    skipEmptyLines: 'greedy',
    transform: (cell) => cell.trim(),
  });
  const fault = errors.find(({ type }) => type === 'Quotes');
  if (fault) throw new SyntaxError(`line ${(fault.row ?? 0) + 1}: ${fault.message}`);
  return data;
}

/** Rows as comma-separated values, a line each. What a spreadsheet would take for a formula is given as text. */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return `${Papa.unparse(rows as string[][], { escapeFormulae: /^[=+@\t\r]|^-(?![\d.])/ })}\r\n`;
}
