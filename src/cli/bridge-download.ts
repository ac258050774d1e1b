import { open, unlink } from 'node:fs/promises';
import { request } from 'undici';
import { ServiceUnavailableError } from './service-client.js';

/**
 * Fetches the zip of a bridge by its link and writes it to a new file that its owner alone can read: it holds the store's key. The
 * file is made first, since the link works once. Throws a ServiceUnavailableError where the file or the zip cannot be had.
 */
export async function downloadBridge(link: string, output: string): Promise<void> {
  const url = URL.parse(link);
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new ServiceUnavailableError('The link must be the http:// or https:// address that the service gave.');
  }
  const file = await open(output, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'EEXIST' ? 'there is a file of this name' : String(error.code);
    throw new ServiceUnavailableError(`${output} could not be written (${reason}). The link was not used.`);
  });
  try {
    const { statusCode, body } = await request(url, { method: 'POST' }).catch((error: { code?: unknown }) => {
      throw new ServiceUnavailableError(`No Drawbridge answers at ${url.origin} (${String(error.code)}).`);
    });
    const bytes = Buffer.from(await body.arrayBuffer());
    if (statusCode !== 200) {
      throw new ServiceUnavailableError('The link is of no bridge, was used, or has run out: drawbridge issue-bridge.');
    }
    await file.writeFile(bytes);
  } catch (error) {
    await unlink(output);
    throw error;
  } finally {
    await file.close();
  }
}
