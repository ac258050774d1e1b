import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';
import { check } from 'recheck';
import { packageRoot } from '../../src/infrastructure/package-root.js';

/** A pattern as the code writes it, and the files in which it stands. */
interface Found {
  readonly pattern: string;
  readonly flags: string;
  readonly files: Set<string>;
}

/** Every regular expression that stands in a file of `folders`, and the files that make some out of texts. */
function patternsIn(folders: readonly string[]): { found: Found[]; madeOfText: string[] } {
  const found = new Map<string, Found>();
  const madeOfText: string[] = [];
  for (const folder of folders) {
    for (const entry of readdirSync(path.join(packageRoot, folder), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts')) continue;
      const file = path.join(entry.parentPath, entry.name);
      const name = path.relative(packageRoot, file);
      walk(parseSync(readFileSync(file, 'utf8'), { syntax: 'typescript', decorators: true }), (node) => {
        if (node.type === 'RegExpLiteral') {
          const [pattern, flags] = [String(node.pattern), String(node.flags)];
          const one = found.get(`/${pattern}/${flags}`) ?? { pattern, flags, files: new Set() };
          found.set(`/${pattern}/${flags}`, one);
          one.files.add(name);
        }
        const called = node.type === 'NewExpression' || node.type === 'CallExpression' ? node.callee : null;
        if ((called as { value?: unknown } | null)?.value === 'RegExp') madeOfText.push(name);
      });
    }
  }
  return { found: [...found.values()], madeOfText };
}

function walk(node: unknown, see: (node: Readonly<Record<string, unknown>>) => void): void {
  if (typeof node !== 'object' || node === null) return;
  if (!Array.isArray(node) && 'type' in node) see(node as Readonly<Record<string, unknown>>);
  for (const inner of Object.values(node)) walk(inner, see);
}

test('every regular expression of the service takes a time that grows with the length of the text, and no more', async () => {
  const { found, madeOfText } = patternsIn(['src', 'bridge']);
  expect(found.length).toBeGreaterThan(100);
  expect(madeOfText).toEqual([]);
  const slow: string[] = [];
  for (const { pattern, flags, files } of found) {
    const { status } = await check(pattern, flags, { timeout: 20_000 });
    if (status !== 'safe') slow.push(`/${pattern}/${flags} in ${[...files].join(', ')}: ${status}`);
  }
  expect(slow).toEqual([]);
}, 120_000);

test('and the check finds one that takes longer', async () => {
  expect((await check('\\/+$', '')).status).toBe('vulnerable');
});
