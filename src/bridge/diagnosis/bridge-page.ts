import type { Dispatcher } from 'undici';
import { ServiceError } from '../../model/service-error.js';
import { connectionError } from '../errors.js';
import type { Finding } from './finding.js';

/** What a server answers where a bridge should lie, as far as it is looked at. */
export interface Page {
  readonly url: URL;
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The beginning of its text. */
  readonly text: string;
}

/** Characters that are looked at of a page. */
const readLength = 8 * 1024;
const silenceMs = 10_000;
/** Seconds by which clocks may differ without anybody's noticing; the protocol's own tolerance. */
const toleranceSeconds = 60;

/** Asks for the page that a bridge shows to whoever opens its address, and follows no redirect; rejects with a ServiceError. */
export async function bridgePage(url: URL, dispatcher: Dispatcher): Promise<Page> {
  try {
    const { statusCode, headers, body } = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: 'GET',
      headers: { accept: 'text/plain, */*;q=0.1' },
      signal: AbortSignal.timeout(silenceMs),
    });
    let text = '';
    for await (const chunk of body) {
      text += chunk;
      if (text.length > readLength) break;
    }
    return { url, status: statusCode, headers, text: text.slice(0, readLength) };
  } catch (error) {
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new ServiceError('STORE_TIMEOUT', 'The store did not answer in time.');
    }
    throw connectionError(error);
  }
}

/** Whether the page is that of a bridge; else whose it seems to be, and what to do. */
export function pageFinding(page: Page): Finding {
  const fault = pageFault(page);
  return fault === null
    ? { level: 'OK', about: 'PAGE', sentence: `A bridge answers at ${page.url.href}.` }
    : { level: 'FAULT', about: 'PAGE', sentence: fault };
}

function pageFault(page: Page): string | null {
  const { status, url, text } = page;
  if (status === 200 && text.trim() === 'Drawbridge is installed.') return null;
  const said = `(HTTP ${status})`;
  if (status >= 300 && status < 400) return redirectSentence(page);
  const firewall = firewallOf(page);
  if (firewall && blocking.has(status)) {
    return `${firewall} answers in place of the store ${said}: let the service's addresses through to ${url.pathname} there.`;
  }
  if (status === 401) return `The server asks for a password ${said}: leave ${url.pathname} out of what it protects.`;
  if (status === 403) {
    return `The server forbids it ${said}: its PHP must be able to read the folder and its files (modes 755 and 644), and no rule of .htaccess or of a firewall may stand in the way.`;
  }
  if (status === 404) {
    return `There is no bridge at ${url.href} ${said}: unzip the folder drawbridge/ into the store's root, where its index.php is.`;
  }
  if (status === 429) return `The server says that it is asked too often ${said}: let the service's addresses through.`;
  if (/^\s*<\?php/.test(text)) {
    return `The server hands out the text of ${url.pathname} instead of running it: switch PHP on there, then replace the key (drawbridge rotate-key), for it could be read.`;
  }
  const php = phpVersion(page);
  if (status === 500 || /(?:Parse|Fatal) error\b/.test(text)) return phpSentence(php, said);
  if (status === 503)
    return `The store is closed for maintenance, or its server is overloaded ${said}: try again later.`;
  if (status >= 520 && firewall)
    return `${firewall} does not reach the store's server ${said}: it is down, or lets nobody in.`;
  if (status > 500) return `The web server gets no answer from PHP ${said}: its host must mend that.`;
  return `Another page answers at ${url.href} ${said}, not the bridge: a login, maintenance or “coming soon” page, or the store's own.`;
}

function phpSentence(php: string | null, said: string): string {
  const [major = 0, minor = 0] = (php ?? '').split('.').map(Number);
  if (php !== null && (major < 7 || (major === 7 && minor < 4))) {
    return `The store's PHP is ${php}, but the bridge needs 7.4 or newer ${said}: choose a newer one in the host's control panel.`;
  }
  const version = php === null ? '' : ` It is PHP ${php}.`;
  return `PHP fails over the bridge ${said}: the store's PHP error log says why. It must be 7.4 or newer, have the extensions json and hash, and be able to read the file.${version}`;
}

function redirectSentence({ url, headers, status }: Page): string {
  const location = header(headers, 'location');
  const target = URL.parse(location, url.href);
  if (target && target.origin !== url.origin) {
    return `The server sends to ${target.origin} (HTTP ${status}): connect the store under that address.`;
  }
  return `The server sends to another page of the same site (HTTP ${status}), such as a login or a language: the bridge must answer where it lies.`;
}

/** The statuses that firewalls give of their own; others they pass on from the store's server. */
const blocking: ReadonlySet<number> = new Set([403, 405, 406, 409, 429, 503]);

/** Who stands in front of the store, by the header fields that each sends. */
const firewalls: readonly (readonly [string, RegExp, string])[] = [
  ['cf-ray', /./, 'Cloudflare'],
  ['x-sucuri-id', /./, 'Sucuri'],
  ['x-iinfo', /./, 'Imperva'],
  ['server', /^AkamaiGHost/i, 'Akamai'],
  ['server', /^ddos-guard/i, 'DDoS-Guard'],
  ['server', /^imunify360/i, 'Imunify360'],
  ['x-amzn-waf-action', /./, 'AWS WAF'],
];

function firewallOf({ headers, text }: Page): string | null {
  const known = firewalls.find(([name, value]) => value.test(header(headers, name)));
  if (known) return known[2];
  const named = /\b(Wordfence|Sucuri|ModSecurity|Mod_Security|Imunify360|Incapsula)\b/i.exec(text)?.[1];
  return named ? `A firewall (${named})` : null;
}

function phpVersion({ headers }: Page): string | null {
  return /\bPHP\/(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)/.exec(header(headers, 'x-powered-by'))?.[1] ?? null;
}

/** Whether the server's clock and ours agree, as its page tells; null where it does not. */
export function clockFinding({ headers }: Page, now: Date): Finding | null {
  const theirs = Date.parse(header(headers, 'date'));
  if (Number.isNaN(theirs)) return null;
  const ahead = Math.round((theirs - now.getTime()) / 1000);
  if (Math.abs(ahead) <= toleranceSeconds) {
    return { level: 'OK', about: 'CLOCK', sentence: "The server's clock is right." };
  }
  const minutes = Math.round(Math.abs(ahead) / 60);
  const sentence = `The server's clock is ${minutes} min ${ahead > 0 ? 'ahead of' : 'behind'} this machine's: set both by NTP. The service corrects for it, at the price of a second request now and then.`;
  return { level: 'WARNING', about: 'CLOCK', sentence };
}

function header(headers: Page['headers'], name: string): string {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value) ?? '';
}
