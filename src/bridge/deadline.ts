import { timeoutError } from './errors.js';

/**
 * Settles as the promise does, or fails as soon as the signal is given, with STORE_TIMEOUT unless another error is named; the work
 * itself goes on.
 */
export async function beforeDeadline<T>(
  work: Promise<T>,
  signal: AbortSignal,
  tooLateError: () => Error = timeoutError,
): Promise<T> {
  let giveUp = (): void => {};
  const tooLate = new Promise<never>((_, reject) => {
    giveUp = () => reject(tooLateError());
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}

/** Given once nobody waits any more; undefined where somebody will wait for as long as it takes. */
export function whenAllAreGone(signals: readonly (AbortSignal | undefined)[]): AbortSignal | undefined {
  if (signals.some((signal) => !signal)) return undefined;
  const end = new AbortController();
  const look = () => {
    if (signals.every((signal) => signal?.aborted)) end.abort();
  };
  for (const signal of signals) signal?.addEventListener('abort', look, { once: true });
  look();
  return end.signal;
}

/** A signal that is given at the end of a time, or earlier with another signal. */
export interface Limit {
  readonly signal: AbortSignal;
  /** Lets go of the clock and of the other signal, once nobody waits any more. */
  end(): void;
}

/**
 * A limit of some milliseconds. Unlike that of `AbortSignal.timeout` its clock does not run on for every question that was answered long
 * ago, to make an error that nobody hears.
 */
export function limitOf(ms: number, other?: AbortSignal): Limit {
  const controller = new AbortController();
  const { signal } = controller;
  const give = () => controller.abort(other?.aborted ? other.reason : undefined);
  const timer = setTimeout(give, ms);
  timer.unref();
  if (other?.aborted) give();
  else other?.addEventListener('abort', give, { once: true });
  return {
    signal,
    end() {
      clearTimeout(timer);
      other?.removeEventListener('abort', give);
    },
  };
}
