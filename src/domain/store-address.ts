import { isPublicAddress } from '../bridge/address-guard.js';

/** Why an address cannot be a store's, for programs and for people. */
export interface AddressFault {
  readonly code: 'URL_INVALID' | 'ADDRESS_NOT_ALLOWED';
  readonly message: string;
}

/** Reads the root of a store as a merchant gives it; what comes back is in one form (ASCII host, trailing slash). */
export function storeUrl(text: string): URL | AddressFault {
  const url = readUrl(text);
  if (url instanceof URL && !url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

/** Reads the address of a bridge as a merchant gives it. */
export function bridgeUrl(text: string): URL | AddressFault {
  return readUrl(text);
}

/** Reads the address of a webhook endpoint as its owner gives it; it may have a query, as such addresses often do. */
export function webhookUrl(text: string): URL | AddressFault {
  return readUrl(text, { query: true });
}

function readUrl(text: string, { query = false } = {}): URL | AddressFault {
  const fault = (why: string): AddressFault => ({ code: 'URL_INVALID', message: `The address must ${why}.` });
  const url = URL.parse(text.trim());
  if (!url) return fault('be an absolute one, such as https://shop.example/');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return fault('begin with https:// or http://');
  if (url.username || url.password) return fault('hold no user name or password');
  if (!query && (url.search || /\?$/.test(text.trim()))) return fault('hold no query and no fragment');
  if (url.hash || /#$/.test(text.trim())) return fault('hold no fragment');
  if (url.href.length > 2000) return fault('have at most 2000 characters');
  url.hostname = url.hostname.replace(/\.$/, '');
  return url;
}

/**
 * Refuses an address whose host lies on this machine or in a private network; null where it does not. A name that does not
 * resolve yet is let pass: every connection is checked again when it is made.
 */
export async function privateAddressFault(
  url: URL,
  resolveHost: (host: string) => Promise<readonly string[]>,
): Promise<AddressFault | null> {
  const addresses = await resolveHost(url.hostname.replace(/^\[|\]$/g, ''));
  if (addresses.length === 0 || addresses.some(isPublicAddress)) return null;
  return {
    code: 'ADDRESS_NOT_ALLOWED',
    message: 'The address lies on this machine or in a private network, which the service does not connect to.',
  };
}
