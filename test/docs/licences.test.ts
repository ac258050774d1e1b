import { readFileSync } from 'node:fs';
import { licencesPage } from './print-licences.js';

test('the page on licences lists every package of production under its licence, with what that asks', () => {
  expect(readFileSync(new URL('../../docs/licences.md', import.meta.url), 'utf8')).toBe(licencesPage());
});

test('nothing of the GPL is installed unless it is asked for', () => {
  const [always = '', optional = ''] = licencesPage().split('## Optional');
  expect(always).not.toMatch(/\| [^|]*GPL[^|]* \|.*`/);
  expect(optional).toContain('GPL-2.0-or-later');
});
