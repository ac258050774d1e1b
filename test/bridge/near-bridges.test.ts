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

test('slow answers do not make it far, but ten minutes of them do', () => {
  let now = 1;
  const near = new NearBridges(() => now);
  near.note(url, 40, 38);
  const slowFor = (minutes: number) => {
    for (let second = 0; second < 60 * minutes; second += 1) {
      now += 1_000;
      near.note(url, 100, 20);
    }
    return near.has(url);
  };
  expect([slowFor(9), slowFor(2)]).toEqual([true, false]);
  near.note(url, 40, 38);
  expect(near.has(url)).toBe(true);
});

test('a bridge that says it worked for longer than was waited is not near for it', () => {
  expect(isNear([10, 20], [10, 1e9])).toBe(false);
});

test('bridges are told apart', () => {
  const near = new NearBridges();
  near.note(url, 2, 1);
  expect([near.has(url), near.has(`${url}?`)]).toEqual([true, false]);
});
