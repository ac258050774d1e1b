import { ExportPlaces } from '../../src/http/export-places.js';

const taken = (place: (() => void) | string) => typeof place === 'function';

test('an account has four places for exports, and gets one back for each that is over', () => {
  const places = new ExportPlaces();
  const mine = Array.from({ length: 4 }, () => places.take('mine'));
  expect(mine.every(taken)).toBe(true);
  expect(places.take('mine')).toBe('An account may run 4 exports at once.');
  expect(taken(places.take('other'))).toBe(true);
  const [first] = mine;
  // Twice over is over once.
  if (typeof first === 'function') for (const over of [first, first]) over();
  expect([places.take('mine'), places.take('mine')].map(taken)).toEqual([true, false]);
});

test('twelve run in all, whoever asks', () => {
  const places = new ExportPlaces();
  const all = ['a', 'b', 'c'].flatMap((account) => Array.from({ length: 4 }, () => places.take(account)));
  expect(all.every(taken)).toBe(true);
  expect(places.take('d')).toBe('The service runs 12 exports at once, and as many are running.');
  const [first] = all;
  if (typeof first === 'function') first();
  expect([places.take('d'), places.take('d')].map(taken)).toEqual([true, false]);
});
