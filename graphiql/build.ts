import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { packageRoot } from '../src/infrastructure/package-root.js';

// Bundles the page on which one tries queries into `dist/graphiql/page`: a script and a style, each compressed beforehand.
const source = join(packageRoot, 'graphiql');
const outdir = join(packageRoot, 'dist/graphiql/page');

const sources = [...readdirSync(source).map((name) => join(source, name)), join(packageRoot, 'package-lock.json')];
const made = statSync(outdir, { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (sources.some((file) => statSync(file).mtimeMs > made)) await bundle();

async function bundle(): Promise<void> {
  const { build } = await import('esbuild');
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [join(source, 'page.tsx')],
    outdir,
    entryNames: 'graphiql-[hash]',
    bundle: true,
    minify: true,
    target: 'es2022',
    jsx: 'automatic',
    legalComments: 'none',
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  if (!existsSync(outdir)) mkdirSync(outdir);
  for (const name of readdirSync(outdir)) {
    const bytes = readFileSync(join(outdir, name));
    writeFileSync(join(outdir, `${name}.gz`), gzipSync(bytes, { level: 9 }));
    const quality = { [constants.BROTLI_PARAM_QUALITY]: 10 };
    writeFileSync(join(outdir, `${name}.br`), brotliCompressSync(bytes, { params: quality }));
    rmSync(join(outdir, name));
  }
}
