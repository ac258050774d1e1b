import { MomentaryMap } from '../../src/model/momentary-map.js';

test('what is kept is there for as long as the code at hand runs, and gone after it', async () => {
  const kept = new MomentaryMap<number>();
  kept.set('a', 1);
  kept.set('b', 2);
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([1, 2, undefined]);
  await Promise.resolve();
  expect([kept.get('a'), kept.get('b')]).toEqual([undefined, undefined]);
  kept.set('a', 3);
  expect(kept.get('a')).toBe(3);
  await Promise.resolve();
  expect(kept.get('a')).toBeUndefined();
});
