import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Answered, PreparedCall } from './php-runtime-caller.js';

const driver = readFileSync(fileURLToPath(new URL('./many-requests.php', import.meta.url)), 'utf8');

/**
 * Answers many requests in one run of PHP, by the text of the bridge in this file of a folder that is served at `url`: without
 * PHP started and the bridge read anew for each, more are tried in the same time. See `many-requests.php` for what that leaves out.
 */
export function manyRequests(bridge: string, url: string) {
  const folder = path.dirname(bridge);
  const text = readFileSync(bridge, 'utf8').replace(/^serve\(/m, 'Many::answer(');
  // The driver's own end of PHP goes over into the bridge's start, so that both are one file of one namespace.
  writeFileSync(path.join(folder, 'many.php'), `${driver.trimEnd()}\n${text}`);
  return async (calls: readonly PreparedCall[]): Promise<readonly Answered[]> => {
    // What it has seen is looked through now and then, and would grow with each request.
    rmSync(path.join(folder, 'nonces'), { recursive: true, force: true });
    const asked = calls.map((call) => ({
      method: call.method,
      target: `${call.url.pathname}${call.url.search}`,
      headers: call.headers,
      body: Buffer.from(call.body).toString('base64'),
    }));
    const answer = await fetch(new URL('many.php', url), { method: 'POST', body: JSON.stringify(asked) });
    const lines = (await answer.text()).split('\n');
    const complaints = lines.length === calls.length + 1 ? lines.pop() : undefined;
    if (complaints !== '[]')
      throw new Error(
        `each request must be answered without a complaint of PHP's, but got: ${lines.length} ${complaints ?? lines.at(-1)}`,
      );
    return lines.map((line, i) => {
      const { status, headers, body } = JSON.parse(line);
      return (calls[i] as PreparedCall).read(status, headers, Buffer.from(body, 'base64'));
    });
  };
}
