import { timeoutError } from './errors.js';

/** Settles as the promise does, or fails with STORE_TIMEOUT as soon as the signal is given; the work itself goes on. */
export async function beforeDeadline<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let giveUp = (): void => {};
  const tooLate = new Promise<never>((_, reject) => {
    giveUp = () => reject(timeoutError());
    if (signal.aborted) giveUp();
    else signal.addEventListener('abort', giveUp, { once: true });
  });
  try {
    return await Promise.race([work, tooLate]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
