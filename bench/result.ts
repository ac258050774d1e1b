/** One line of the table: what was measured, the figure, and what it is to be. */
export interface Result {
  /** The bench's name. */
  readonly bench: string;
  /** What was measured, such as `woo products, 8 at once`. */
  readonly work: string;
  readonly figure: number;
  /** `×` for a ratio. */
  readonly unit: '×' | 'MB' | 's' | 'per s' | '%';
  /** The figures of half of the rounds lie between these, where they are known. */
  readonly spread?: readonly [number, number];
  /** What it is to be at most, or at least. */
  readonly target?: { readonly most: number } | { readonly least: number };
  /** What the figure is made of, in milliseconds where nothing else is said. */
  readonly parts?: Readonly<Record<string, number>>;
}

/** Whether a result is what it is to be. */
export function isMet({ figure, target }: Result): boolean {
  if (!target) return true;
  return 'most' in target ? figure <= target.most : figure >= target.least;
}

/** The results as a table of text. */
export function tableOf(results: readonly Result[]): string {
  const rows = results.map((result) => {
    const { bench, work, figure, unit, spread, target, parts = {} } = result;
    const wanted = target ? ('most' in target ? `≤ ${target.most}` : `≥ ${target.least}`) : '';
    const made = Object.entries(parts).map(([name, value]) => `${name} ${value}`);
    return [
      bench,
      work,
      `${figure} ${unit}`,
      spread ? `${spread[0]}–${spread[1]}` : '',
      wanted,
      target ? (isMet(result) ? 'yes' : 'no') : '',
      made.join(', '),
    ];
  });
  const all = [['bench', 'work', 'figure', 'spread', 'target', 'met', 'made of'], ...rows];
  const widths = all[0]?.map((_, i) => Math.max(...all.map((row) => row[i]?.length ?? 0))) ?? [];
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = all;
  return [line(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...body.map(line)].join('\n');
}
