import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/infrastructure/package-root.js';

const text = (name: string) => readFileSync(join(packageRoot, name), 'utf8');
const guide = text('docs/deploying.md');
const manifest = text('deploy/kubernetes/drawbridge.yaml');
const all = (pattern: RegExp, of: string) => [...new Set([...of.matchAll(pattern)].map(([, name]) => name))].sort();

/** The secrets that the guide has one make. */
const made = all(/^ {4}.* > (\w+)$/gm, guide);

test('the guide makes every secret that compose reads', () => {
  const read = all(/file: \.\/secrets\/(\w+)/g, text('deploy/compose.yaml'));
  expect(read.length).toBeGreaterThan(3);
  expect(made).toEqual(expect.arrayContaining(read));
});

test('the guide makes every secret that Kubernetes is given, which are those that pods read', () => {
  const given = all(/--from-file=(\w+)/g, guide);
  expect(given).toEqual(all(/\/run\/secrets\/drawbridge\/(\w+)/g, manifest));
  expect(made).toEqual(expect.arrayContaining(given));
});

test('pods get no variables that look like settings', () => {
  expect(manifest).toMatch(/^ {6}enableServiceLinks: false$/m);
});
