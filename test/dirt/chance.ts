/** A whole number from 0 up to, but not including, a bound. */
export type Chance = (bound: number) => number;

/** A chance that always falls the same for one seed (mulberry32). */
export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return (bound) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

/** The same things in an order of chance. */
export function shuffled<T>(things: readonly T[], chance: Chance): T[] {
  const all = [...things];
  for (let i = all.length - 1; i > 0; i--) {
    const at = chance(i + 1);
    [all[i], all[at]] = [all[at] as T, all[i] as T];
  }
  return all;
}
