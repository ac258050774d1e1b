import Sequencer from '@jest/test-sequencer';

/** What takes longest, in that order: begun last it would keep one core busy while the others have nothing left to do. */
const longest = [
  'contract/platform-contract',
  'conformance/dirt',
  'writing/stand-ins-by-chance',
  'writing/opencart-acts',
  'conformance/large-stores',
  'security/kills',
  'security/store-texts',
  'http/placing',
  'infrastructure/key-ring',
  'graph/execution',
  'conformance/people',
  'platforms/exposure',
  'contract/dirt',
  'security/soak',
];

/** Begins with the test files that take longest, as a fresh clone does not remember which these are. */
export default class LongestFirst extends Sequencer {
  /** @param {import('@jest/test-result').Test[]} tests */
  sort(tests) {
    const place = (/** @type {{ path: string }} */ { path }) => {
      const at = longest.findIndex((name) => path.endsWith(`/${name}.test.ts`));
      return at < 0 ? longest.length : at;
    };
    return super.sort(tests).sort((one, other) => place(one) - place(other));
  }
}
