import { createHash } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** A page as it is sent: its bytes, plain and compressed, and the headers that go with it. */
export interface StaticPage {
  readonly html: Buffer;
  readonly gzipped: Buffer;
  readonly etag: string;
  readonly contentSecurityPolicy: string;
}

/** What GraphiQL opens with. */
export interface GraphiqlOptions {
  /** Relative to the page's own address, so that it holds behind a proxy's path prefix too. */
  readonly endpoint: string;
  readonly query: string;
  /** Shown in the headers editor, as JSON. */
  readonly headers: Readonly<Record<string, string>>;
}

/** GraphiQL as one page that loads nothing from anywhere else; about 9 MB, so it is compressed once and kept. */
export async function graphiqlPage({ endpoint, query, headers }: GraphiqlOptions): Promise<StaticPage> {
  const { renderGraphiQL } = await import('@graphql-yoga/render-graphiql');
  const html = renderGraphiQL({
    title: 'Drawbridge',
    endpoint,
    // Not as the default: GraphiQL forgets one that nobody edited, and opens an empty tab from the second visit on.
    query,
    headers: JSON.stringify(headers, null, 2),
    // An API key stays out of the browser's storage until its owner asks for it in GraphiQL's settings.
    shouldPersistHeaders: null,
  } as object as Parameters<typeof renderGraphiQL>[0]);
  const bytes = Buffer.from(html);
  return {
    html: bytes,
    gzipped: await promisify(gzip)(bytes, { level: 6 }),
    etag: `"${createHash('sha256').update(bytes).digest('base64url')}"`,
    contentSecurityPolicy: [
      "default-src 'none'",
      `script-src ${scriptHashes(html).join(' ')}`,
      "style-src 'unsafe-inline'",
      'worker-src blob:',
      "connect-src 'self'",
      "img-src 'self' data:",
      'font-src data:',
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
  };
}

/** The page's own scripts by their hashes: the browser runs these and no other. */
function scriptHashes(html: string): string[] {
  const hashes: string[] = [];
  // As a browser reads it: a script ends at the first end tag, whatever else it quotes.
  for (let at = html.indexOf('<script>'); at >= 0; ) {
    const [begin, end] = [at + '<script>'.length, html.indexOf('</script>', at)];
    const hash = createHash('sha256').update(html.slice(begin, end));
    hashes.push(`'sha256-${hash.digest('base64')}'`);
    at = html.indexOf('<script>', end);
  }
  return hashes;
}
