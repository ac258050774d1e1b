import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../src/', import.meta.url));
const floors = ['model', 'infrastructure', 'bridge', 'platforms', 'domain', 'graph', 'http', 'cli'];

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));
}

function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/(?:from|import\()\s*'(\.{1,2}\/[^']+)'/g)].map((match) =>
    resolve(dirname(file), match[1] as string),
  );
}

const all = sources(root).map((file) => ({
  file: relative(root, file),
  imports: importsOf(file).map((to) => relative(root, to)),
}));

test('there are sources to look at', () => {
  expect(all.length).toBeGreaterThan(20);
});

test('a file imports from its own floor or from one below it', () => {
  const upward = all.flatMap(({ file, imports }) => {
    const own = floors.indexOf(file.split('/')[0] as string);
    if (own < 0) return [];
    return imports
      .filter((to) => floors.indexOf(to.split('/')[0] as string) > own)
      .map((to) => `${file} imports ${to}`);
  });
  expect(upward).toEqual([]);
});

test('everything in src belongs to a floor, but for main.ts', () => {
  const strangers = all.filter(({ file }) => file.includes('/') && !floors.includes(file.split('/')[0] as string));
  expect(strangers.map(({ file }) => file)).toEqual([]);
});

test('a platform never imports from a sister platform', () => {
  const sisters = all.flatMap(({ file, imports }) => {
    const [floor, own, rest] = file.split('/');
    if (floor !== 'platforms' || rest === undefined) return [];
    return imports
      .filter((to) => to.startsWith('platforms/') && to.split('/').length > 2 && to.split('/')[1] !== own)
      .map((to) => `${file} imports ${to}`);
  });
  expect(sisters).toEqual([]);
});

test("nothing outside its folder and the list knows a platform's name", () => {
  const platforms = readdirSync(join(root, 'platforms'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  expect(platforms.length).toBeGreaterThan(0);
  const namings = all.flatMap(({ file }) => {
    if (file === 'platforms/index.ts') return [];
    const text = readFileSync(join(root, file), 'utf8').toLowerCase();
    return platforms
      .filter((name) => !file.startsWith(`platforms/${name}/`) && text.includes(name))
      .map((name) => `${file} names ${name}`);
  });
  expect(namings).toEqual([]);
});

test('no source file is longer than 400 lines', () => {
  const long = all.filter(({ file }) => readFileSync(join(root, file), 'utf8').split('\n').length > 401);
  expect(long.map(({ file }) => file)).toEqual([]);
});
