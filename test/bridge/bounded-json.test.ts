import { parseBounded, TooMuch } from '../../src/bridge/bounded-json.js';

/** Texts whose end is hard to find: quotes and backslashes of their own, brackets that are none, at every distance from its beginning. */
const texts = Array.from({ length: 80 }, (_, length) => 'é'.repeat(length)).flatMap((text) => [
  text,
  `${text}"`,
  `${text}\\`,
  `${text}\\"`,
  `${text}\\\\`,
  `${text}"]}[[[[[[[[[,`,
  `"${text}\\"${'x'.repeat(40)}"`,
]);

test.each([
  ['a few bytes', texts],
  ['many texts, which are read a slice at a time', Array.from({ length: 100 }, () => texts).flat()],
  ['one text longer than a slice, of quotes', ['"'.repeat(300_000)]],
  ['one text longer than a slice, of backslashes', ['\\'.repeat(300_001)]],
])('reads %s as JSON has them', async (_name, given) => {
  const rows = given.map((text, i) => [i, text]);
  const chunks = Array.from({ length: Math.ceil(rows.length / 9_000) }, (_, i) =>
    rows.slice(9_000 * i, 9_000 * (i + 1)),
  );
  const answer = { results: chunks.map((one) => ({ id: 'a', rows: one })) };
  expect(await parseBounded(Buffer.from(JSON.stringify(answer)))).toEqual(answer);
});

test.each(['', '"', '\\', '\\"', 'x'.repeat(50), `${'x'.repeat(50)}\\`, `"${'x'.repeat(50)}"`])(
  'counts what comes after the text %j',
  async (text) => {
    const deep = `{"results":[${JSON.stringify(text)},${'['.repeat(20)}${']'.repeat(20)}]}`;
    await expect(parseBounded(Buffer.from(deep))).rejects.toThrow(TooMuch);
  },
);
