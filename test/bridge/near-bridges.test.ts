import { NearBridges } from '../../src/bridge/near-bridges.js';

const url = 'http://127.0.0.1:8080/drawbridge/bridge.php';

/** Whether a bridge is near whose answers were waited for so, and worked on so, in milliseconds. */
function isNear(...answers: readonly (readonly [waitedMs: number, phpMs: number])[]): boolean {
  const near = new NearBridges();
  for (const [waitedMs, phpMs] of answers) near.note(url, waitedMs, phpMs);
  return near.has(url);
}

test('a bridge is near once an answer was on its way for no more than three milliseconds', () => {
  expect(isNear()).toBe(false);
  expect(isNear([40, 36.5])).toBe(false);
  expect(isNear([40, 37.5])).toBe(true);
  expect(isNear([40, 36.5], [5, 2.5])).toBe(true);
});

test('one slow answer does not make it far, but many do', () => {
  const slow = Array.from({ length: 200 }, () => [100, 20] as const);
  expect(isNear([40, 38], ...slow.slice(0, 20))).toBe(true);
  expect(isNear([40, 38], ...slow)).toBe(false);
});

test('a bridge that says it worked for longer than was waited is not near for it', () => {
  expect(isNear([10, 20], [10, 1e9])).toBe(false);
});

test('bridges are told apart', () => {
  const near = new NearBridges();
  near.note(url, 2, 1);
  expect([near.has(url), near.has(`${url}?`)]).toEqual([true, false]);
});
