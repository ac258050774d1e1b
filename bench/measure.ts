/** Figures of repeated work, as quantiles; times are in milliseconds. */
export interface Figures {
  readonly p50: number;
  /** The quartiles: half of all rounds lie between them. */
  readonly p25: number;
  readonly p75: number;
  readonly rounds: number;
}

/** Pages that are not counted: a service runs for days, so what the engine takes to compile it is no part of a page. */
export const pagesToWarmUp = 100;

/** The figures of a list of measurements that is not empty. */
export function figuresOf(values: readonly number[]): Figures {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
  return { p50: at(0.5), p25: at(0.25), p75: at(0.75), rounds: sorted.length };
}

/** Milliseconds that work takes by the clock. */
export async function clockMs(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

/** Milliseconds of this process's processor time that work takes; a busy machine changes it little. */
export async function processorMs(work: () => Promise<unknown>): Promise<number> {
  const began = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}

/**
 * Measures kinds of work against one another: one of each in every round, the order turned around every time, so that what else
 * the machine does meets all alike. The first rounds are not counted.
 */
export async function interleaved<Name extends string>(
  works: Readonly<Record<Name, () => Promise<number>>>,
  { rounds, warmUp = 3 }: { readonly rounds: number; readonly warmUp?: number },
): Promise<Record<Name, Figures>> {
  const names = Object.keys(works) as Name[];
  const measured = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmUp; round < rounds; round += 1) {
    const order = round % 2 === 0 ? names : [...names].reverse();
    for (const name of order) {
      const value = await works[name]();
      if (round >= 0) measured[name].push(value);
    }
  }
  return Object.fromEntries(names.map((name) => [name, figuresOf(measured[name])])) as Record<Name, Figures>;
}

/** A rounded figure. */
export function rounded(value: number, decimals = 2): number {
  return Number(value.toFixed(decimals));
}
