/** How often a line of progress is shown anew, in milliseconds. */
const everyMs = 200;
const barWidth = 24;

/** Tells how far something has come, and how quickly. */
export class Progress {
  readonly #began = performance.now();
  #shownAt = 0;
  #rows = 0;

  /** `total`: how many rows there are to be; null where nobody knows. `show` takes a line in place of the one before. */
  constructor(
    private readonly show: (line: string) => void,
    private readonly total: number | null,
  ) {}

  /** Takes how many rows there are so far. */
  readonly at = (rows: number): void => {
    this.#rows = rows;
    const now = performance.now();
    if (now - this.#shownAt < everyMs) return;
    this.#shownAt = now;
    this.show(this.#line(rows));
  };

  /** Shows the last state. */
  end(): void {
    this.show(this.#line(this.#rows));
  }

  #line(rows: number): string {
    const seconds = (performance.now() - this.#began) / 1000;
    const perSecond = Math.round(rows / Math.max(seconds, 0.001));
    const pace = `${perSecond.toLocaleString('en')} a second`;
    if (this.total === null) return `${rows.toLocaleString('en')} rows, ${pace}`;
    const part = this.total === 0 ? 1 : Math.min(1, rows / this.total);
    const full = Math.round(part * barWidth);
    const bar = `${'█'.repeat(full)}${'░'.repeat(barWidth - full)}`;
    const counted = `${rows.toLocaleString('en')} of ${this.total.toLocaleString('en')}`;
    return `${bar} ${Math.floor(part * 100)} %  ${counted}, ${pace}`;
  }
}
