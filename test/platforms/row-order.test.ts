import { inOrderOf } from '../../src/platforms/row-order.js';

const rows = [
  { id: 10, at: '2026-02-01 00:00:00' },
  { id: 9, at: null },
  { id: 9, at: '2026-02-01 00:00:00' },
  { id: 2, at: '2025-12-31 23:59:59' },
];

test('orders by numbers as numbers', () => {
  expect(inOrderOf(rows, 'id').map(({ id }) => id)).toEqual([2, 9, 9, 10]);
});

test('orders by times, none first, and what has the same time by the next column', () => {
  expect(inOrderOf(rows, 'at', 'id').map(({ id, at }) => [at, id])).toEqual([
    [null, 9],
    ['2025-12-31 23:59:59', 2],
    ['2026-02-01 00:00:00', 9],
    ['2026-02-01 00:00:00', 10],
  ]);
});

test('keeps the order of rows that are alike, and leaves what it is given as it is', () => {
  const before = [...rows];
  expect(inOrderOf(rows, 'id').filter(({ id }) => id === 9)).toEqual([rows[1], rows[2]]);
  expect(rows).toEqual(before);
});
