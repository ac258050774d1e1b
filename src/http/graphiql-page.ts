import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { packageRoot } from '../infrastructure/package-root.js';

/** What GraphiQL opens with. */
export interface GraphiqlOptions {
  /** What it shows before anybody has typed. */
  readonly query: string;
  /** A key that everybody knows, as the demo's; null: the page asks for one. */
  readonly apiKey: string | null;
}

/** Its bundle, as `graphiql/build.ts` makes it. */
const bundle = join(packageRoot, 'dist/graphiql/page');
/** The operations that it offers, beside what the tests run. */
const examples = join(packageRoot, 'schema/operations/examples');

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

/** Bytes as they are sent, by their encoding. */
type Encoded = Readonly<Record<'br' | 'gzip' | 'identity', Buffer>>;

/**
 * Adds GraphiQL at `/`: a small page that is asked for each time, and a script and a style that browsers keep, since another version
 * has another name. It loads nothing from anywhere else, and its addresses hold behind a proxy's path prefix.
 */
export function addGraphiql(server: FastifyInstance, options: GraphiqlOptions): void {
  let made: ReturnType<typeof pageOf> | null = null;
  const page = () => {
    made ??= pageOf(options);
    return made;
  };
  server.get('/', async (request, reply) => {
    const { html, etag } = page();
    // The policy goes with a 304 as well: a browser puts its headers in place of those kept with the page. The tag is ours since
    // @fastify/etag makes none of what is compressed on the way out.
    reply.headers({ etag, 'cache-control': 'private, no-cache', 'content-security-policy': contentSecurityPolicy });
    if (request.headers['if-none-match']?.replace(/^W\//, '') === etag) return reply.code(304).send();
    return reply.type('text/html; charset=utf-8').send(html);
  });
  server.get<{ Params: { name: string } }>('/graphiql/:name', { compress: false }, async (request, reply) => {
    const asset = page().assets.get(request.params.name);
    if (!asset) return reply.callNotFound();
    const accepted = String(request.headers['accept-encoding'] ?? '');
    const encoding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : 'identity';
    if (encoding !== 'identity') reply.header('content-encoding', encoding);
    reply.headers({ vary: 'accept-encoding', 'cache-control': 'public, max-age=31536000, immutable' });
    return reply.type(asset.type).send(asset.bytes[encoding]);
  });
}

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // CodeMirror and what GraphiQL floats over it set styles of their own.
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

function pageOf({ query, apiKey }: GraphiqlOptions) {
  const assets = readAssets();
  const named = (ending: string) => [...assets.keys()].find((name) => name.endsWith(ending));
  const config = JSON.stringify({ endpoint: 'graphql', apiKey, query, examples: readExamples() });
  const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Drawbridge</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="graphiql/${named('.css')}">
</head>
<body>
<div id="graphiql"></div>
<noscript>This page needs JavaScript.</noscript>
<script id="config" type="application/json">${config.replaceAll('<', '\\u003c')}</script>
<script src="graphiql/${named('.js')}"></script>
</body>
</html>
`;
  return { assets, html, etag: `"${createHash('sha256').update(html).digest('base64url')}"` };
}

function readAssets(): ReadonlyMap<string, { readonly type: string; readonly bytes: Encoded }> {
  const read = (name: string) => readFileSync(join(bundle, name));
  const names = readdirSync(bundle).flatMap((name) => /^(.*\.(?:js|css))\.gz$/.exec(name)?.[1] ?? []);
  return new Map(
    names.map((name) => {
      const gzip = read(`${name}.gz`);
      const bytes = { br: read(`${name}.br`), gzip, identity: gunzipSync(gzip) };
      return [name, { type: types[name.split('.').pop() ?? ''] ?? '', bytes }];
    }),
  );
}

/** Each operation in the folder, named as its file is. */
function readExamples(): { readonly title: string; readonly query: string }[] {
  return readdirSync(examples)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => {
      const words = name.replace(/\.graphql$/, '').replaceAll('-', ' ');
      const title = words.charAt(0).toUpperCase() + words.slice(1);
      return { title, query: readFileSync(join(examples, name), 'utf8') };
    });
}
