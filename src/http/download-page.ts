import { createHash } from 'node:crypto';

/** A bridge that waits to be downloaded, as its page tells the merchant. */
export interface WaitingDownload {
  /** The store's root, with a trailing slash. */
  readonly storeUrl: string;
  /** Where the bridge will answer. */
  readonly bridgeUrl: string;
  readonly expiresAt: Date;
  /** Of the zip, in hexadecimal. */
  readonly sha256: string;
}

const style = `body{font:16px/1.5 system-ui,sans-serif;max-width:42rem;margin:3rem auto;padding:0 1rem;color:#1b1b1b}
button{font:inherit;font-weight:600;padding:.7rem 1.4rem;border:0;border-radius:.4rem;background:#14532d;color:#fff;cursor:pointer}
code{background:#f1f1f1;padding:.1em .3em;border-radius:.2em;overflow-wrap:anywhere}small{color:#555}`;

/** What the pages may do: show themselves, and send their one button back to where they came from. */
export const downloadPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** The page behind a download link. Only its button takes the zip: programs that look at every link of a mail do not use it up. */
export function downloadPage(
  { storeUrl, bridgeUrl, expiresAt, sha256 }: WaitingDownload,
  addresses: readonly string[],
): string {
  const firewall =
    addresses.length === 0
      ? ''
      : `<p>If a firewall protects your store, let these addresses through: ${addresses.map((one) => `<code>${escaped(one)}</code>`).join(', ')}.</p>`;
  return page(
    'Connect your store',
    `<p>This is the connection bridge for <strong>${escaped(storeUrl)}</strong>: a small folder that you put into your store, so that
the software that you gave permission to can read it. It takes about five minutes, and no programming.</p>
<form method="post"><button type="submit">Download drawbridge.zip</button></form>
<p><small>The link works once, until ${escaped(expiresAt.toUTCString())}. It holds a key to your store: do not pass it on.</small></p>
<ol>
<li>Press the button and save the file.</li>
<li>Unzip it. You get a folder named <code>drawbridge</code>.</li>
<li>Upload that whole folder into the main folder of your store, where its <code>index.php</code> is, with your host's file manager or
your FTP program. Hidden files such as <code>.htaccess</code> belong to it.</li>
<li>Open <code>${escaped(bridgeUrl)}</code> in your browser. It says “Drawbridge is installed.”</li>
<li>Tell whoever sent you the link that you are done.</li>
</ol>
${firewall}<p>To end the connection at any time, delete the folder. What is in it and what may be read is said in its <code>README.txt</code>; you
can limit it in its <code>config.php</code>.</p>
<p><small>SHA-256 of the file: <code>${escaped(sha256)}</code></small></p>`,
  );
}

/** The page of a link that no longer works. */
export function spentPage(): string {
  return page(
    'This link does not work any more',
    '<p>It was used already, has expired, or a newer one was made. Ask whoever sent it to you for a new one.</p>',
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">
<title>${title}</title><style>${style}</style></head>
<body><h1>${title}</h1>
${body}
</body></html>
`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
