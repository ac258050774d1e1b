/** What a command line is run with. */
export interface CommandSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdin: NodeJS.ReadableStream;
  /** Takes text for standard output, whole lines. */
  readonly out: (text: string) => void;
  /** Takes text for standard error, whole lines. */
  readonly err: (text: string) => void;
  /** Takes much text for standard output; resolves when more may come. */
  readonly put: (text: string) => Promise<void>;
  /** Shows in one line what takes long and how far it is, in place of what it showed before; null: it is over. */
  readonly progress?: (line: string | null) => void;
  /** The clock; the machine's where absent. */
  readonly now?: () => Date;
}

/** How a command ended: done, refused or failed by the service, not understood, or no service to ask. */
export const exitCodes = { done: 0, refused: 1, misused: 2, unavailable: 3 } as const;

/** Does work that may take long, and shows meanwhile what it is and for how long it has been done. */
export async function withProgress<T>(
  { progress }: CommandSurroundings,
  what: () => string,
  work: () => Promise<T>,
): Promise<T> {
  if (!progress) return work();
  const begun = performance.now();
  const show = () => progress(`${what()} … ${Math.round((performance.now() - begun) / 1000)} s`);
  const timer = setInterval(show, 1_000);
  show();
  try {
    return await work();
  } finally {
    clearInterval(timer);
    progress(null);
  }
}
