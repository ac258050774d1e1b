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
