import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { packageRoot } from '../src/infrastructure/package-root.js';
import { isOlder } from './is-older.js';

// Bundles the service with its libraries into a few files of `dist/service`: loading 2,300 modules one by one takes a third of a start.
// It is made where it runs and is no part of the package, which would then give other people's code on.
const outdir = join(packageRoot, 'dist/service');
const sources = ['dist/.tsbuildinfo', 'dist/build/service.js', 'package-lock.json'];

if (
  isOlder(
    join(outdir, 'main.js'),
    sources.map((name) => join(packageRoot, name)),
  )
) {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    entryPoints: [join(packageRoot, 'dist/src/main.js')],
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node22',
    // Node keeps a file's text for as long as it runs, and one sign beyond Latin 1, as comments have, takes two bytes of each.
    minifyWhitespace: true,
    legalComments: 'external',
    // Node prints the line that an error nobody caught comes from.
    lineLimit: 120,
    // For whoever looks at a trace with `node --enable-source-maps`.
    sourcemap: 'linked',
    sourcesContent: false,
    // What reads files beside its own, and what an installation may lack.
    external: [
      '@electric-sql/*',
      '@opentelemetry/*',
      '@php-wasm/*',
      '@redis/client',
      'class-validator',
      'pg-boss',
      'pg-native',
      'ssh2',
    ],
    banner: {
      js: "import { createRequire as requireFrom } from 'node:module';const require = requireFrom(import.meta.url);",
    },
    plugins: [
      {
        name: 'prepared-sdl',
        setup: ({ onLoad }) =>
          onLoad({ filter: /dist\/src\/graph\/prepared-sdl\.js$/ }, async () => {
            // Loaded here alone: most starts find the bundle there and build nothing.
            await import('reflect-metadata');
            const { subgraph } = await import('../src/graph/schema.js');
            return { contents: `export const preparedSdl = ${JSON.stringify(subgraph().prepared)};` };
          }),
      },
    ],
    logLevel: 'warning',
  });
}
