import { terminalText } from '../../src/cli/terminal-text.js';

test('what a store calls itself does not move the cursor, hide a line or turn it around', () => {
  expect(terminalText('ACTIVE\tÉlectro & Co 店\n')).toBe('ACTIVE\tÉlectro & Co 店\n');
  expect(terminalText('a\u001b[2Jb\rc\u0007d\u009b1me\u202Ef')).toBe('a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFD1me\uFFFDf');
});
