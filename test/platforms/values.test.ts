import { Big } from 'big.js';
import { decimal, money, plainDecimal, sumOf } from '../../src/platforms/decimals.js';
import { escapedAsStored, formsAsStored, plainText, unescaped } from '../../src/platforms/html-text.js';

test.each([
  ['5.0000', '5.00'],
  ['18.8233', '18.8233'],
  ['18.8200', '18.82'],
  ['18.823', '18.823'],
  ['0.00005', '0.0001'],
  ['-0.00005', '-0.0001'],
  ['-0.00004', '0.00'],
  ['1234567.8912', '1234567.8912'],
  ['100', '100.00'],
])('an amount of %s is written %s', (held, written) => {
  expect(money(new Big(held), 'JPY')).toEqual({ amount: written, currencyCode: 'JPY' });
});

test('decimals are exact where floating-point numbers are not', () => {
  expect(money(decimal('0.1').plus(decimal('0.2')), 'EUR').amount).toBe('0.30');
  expect(money(decimal('1.0050').times(100), 'EUR').amount).toBe('100.50');
  expect(plainDecimal(decimal('12.50000000'))).toBe('12.5');
  expect(plainDecimal(sumOf([decimal(100), decimal('0.0000001')]))).toBe('100.0000001');
  expect([decimal(null), decimal(''), decimal('none')].map(plainDecimal)).toEqual(['0', '0', '0']);
});

test('text that is stored escaped comes out as it was written, once', () => {
  expect(unescaped('Apple Cinema 30&quot; &amp; &lt;b&gt; &#039;x&#039;')).toBe("Apple Cinema 30\" & <b> 'x'");
  expect(unescaped('&amp;amp;')).toBe('&amp;');
  expect(unescaped('a &copy b & c')).toBe('a &copy b & c');
  expect([plainText('  '), plainText(null), plainText(undefined), plainText('&nbsp;')]).toEqual([
    null,
    null,
    null,
    null,
  ]);
});

test('a needle is looked for as the store holds it', () => {
  expect(escapedAsStored(`"Zoë" & <Friends>'s`)).toBe(`&quot;Zoë&quot; &amp; &lt;Friends&gt;'s`);
  expect(formsAsStored('A & B')).toEqual(['A &amp; B', 'A & B']);
  expect(formsAsStored('plain')).toEqual(['plain']);
});
