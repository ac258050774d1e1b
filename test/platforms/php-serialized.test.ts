import { serialize } from 'php-serialize';
import { unserialized } from '../../src/platforms/php-serialized.js';

test.each([
  [null],
  [true],
  [0],
  [-7],
  [12.5],
  [1e300],
  ['a "text"; of {signs}'],
  ['Für Zoë, 測試 🙂'],
  [[]],
  [['x', ['y', null], { deep: { er: 'é' } }]],
  [{ 3: 'three', name: 'n', list: [1, 2.25] }],
])('%j is read back', (value) => {
  expect(unserialized(serialize(value))).toEqual(value);
});

test('an integer that a number does not hold is text', () => {
  expect(unserialized('a:2:{i:0;i:9007199254740993;i:1;d:1.0E+25;}')).toEqual(['9007199254740993', 1e25]);
});

test('a key is a key, whatever its name', () => {
  const value = unserialized('a:1:{s:9:"__proto__";a:1:{s:1:"x";i:1;}}');
  expect(Object.keys(value as object)).toEqual(['__proto__']);
  expect((value as Record<string, unknown>).x).toBeUndefined();
});

const noValues = [
  'O:8:"stdClass":0:{}',
  'a:1:{i:0;O:8:"stdClass":0:{}}',
  'a:1:{i:0;R:1;}',
  's:5:"Zoë";',
  's:3:"Zoë";',
  's:9:"short";',
  'a:2:{i:0;i:1;}',
  'a:999999999:{i:0;i:1;}',
  'a:1:{a:0:{}i:1;}',
  'i:x;',
  'd:INF;',
  '',
  'plain',
  'a:1:{i:0;'.repeat(50_000),
];

test.each(noValues.map((text) => [text.slice(0, 40), text]))('%s is no value', (_, text) => {
  expect(unserialized(text)).toBeUndefined();
});
