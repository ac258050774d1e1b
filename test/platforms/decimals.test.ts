import { decimal, decimalOrNull, money, plainDecimal, sumOf } from '../../src/platforms/decimals.js';

test.each([
  '1e999999999',
  '1e-999999999',
  `1e${'9'.repeat(1_000)}`,
  '-9.9e401',
  '9'.repeat(1_000_000),
  `0.${'0'.repeat(1_000_000)}1`,
])('a number of very many digits is none: %.20s', (text) => {
  expect(decimalOrNull(text)).toBeNull();
});

test('numbers of as many digits as a column holds are exact, and what is made of them is made at once', () => {
  const widest = `${'9'.repeat(35)}.${'9'.repeat(30)}`;
  expect(plainDecimal(decimal(widest))).toBe(widest);
  const doubles = ['1e308', '1.7976931348623157e308', `1${'0'.repeat(308)}`, '5e-324'].map(decimal);
  const before = process.threadCpuUsage().user;
  const sum = sumOf(doubles.flatMap((one) => doubles.map((other) => one.times(other))));
  expect(money(sum, 'EUR').amount.length).toBeGreaterThan(600);
  expect(process.threadCpuUsage().user - before).toBeLessThan(100_000);
});
