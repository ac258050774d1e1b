/** How often a line of progress is written anew, in milliseconds. */
const everyMs = 200;
const barWidth = 24;

/** A line on a terminal that tells how far something has come, written over itself. */
export class Progress {
  readonly #began = performance.now();
  #shownAt = 0;
  #rows = 0;

  /** `total`: how many rows there are to be; null where nobody knows. */
  constructor(
    private readonly write: (text: string) => void,
    private readonly total: number | null,
  ) {}

  /** Takes how many rows there are so far. */
  readonly at = (rows: number): void => {
    this.#rows = rows;
    const now = performance.now();
    if (now - this.#shownAt < everyMs) return;
    this.#shownAt = now;
    this.#show();
  };

  /** Writes the last state, and ends the line. */
  end(): void {
    this.#show();
    this.write('\n');
  }

  #show(): void {
    const seconds = (performance.now() - this.#began) / 1000;
    const perSecond = Math.round(this.#rows / Math.max(seconds, 0.001));
    const counted = this.#rows.toLocaleString('en');
    const pace = `${perSecond.toLocaleString('en')} a second`;
    if (this.total === null) {
      this.write(`\r\u001b[K${counted} rows, ${pace}`);
      return;
    }
    const part = this.total === 0 ? 1 : Math.min(1, this.#rows / this.total);
    const full = Math.round(part * barWidth);
    const bar = `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
    this.write(
      `\r\u001b[K${bar} ${Math.floor(part * 100)} %  ${counted} of ${this.total.toLocaleString('en')}, ${pace}`,
    );
  }
}
