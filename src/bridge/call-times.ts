/** What one signed request to a bridge took; nothing of what was asked or answered. */
export interface CallTimes {
  /** When it began and ended, on the clock of `performance.now()`; repeats and waiting for a connection included. */
  readonly began: number;
  readonly ended: number;
  /** `hello`, `query` or `act`. */
  readonly verb: string;
  readonly statements: number;
  readonly sentBytes: number;
  /** Bytes of the answer as sent; 0 where none could be believed. */
  readonly answerBytes: number;
  /** How long PHP worked on it, and for how much of that the database was waited for, in milliseconds; null where the bridge does not say. */
  readonly phpMs: number | null;
  readonly databaseMs: number | null;
  /** `OK`, or the code of the error that it ended with. */
  readonly outcome: string;
}

/** Takes what a request took, once it has ended. */
export type ObserveCall = (call: CallTimes) => void;

/** What a bridge says of its own time, as `took` of its answer; null for what it does not say, or no time can be. */
export function toldTimes(body: unknown): Pick<CallTimes, 'phpMs' | 'databaseMs'> {
  const took = (body as { readonly took?: unknown } | null | undefined)?.took as
    | Readonly<Record<string, unknown>>
    | null
    | undefined;
  const msOf = (value: unknown) =>
    typeof value === 'number' && value >= 0 && value < 600_000_000 ? value / 1000 : null;
  return { phpMs: msOf(took?.all), databaseMs: msOf(took?.database) };
}
