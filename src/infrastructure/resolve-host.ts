import { promises as dns } from 'node:dns';
import { isIP } from 'node:net';

/** The IP addresses of a host; empty where it has none. */
export async function resolveHost(host: string): Promise<readonly string[]> {
  if (isIP(host)) return [host];
  try {
    return (await dns.lookup(host, { all: true })).map(({ address }) => address);
  } catch {
    return [];
  }
}
