import { ServiceError } from '../../model/service-error.js';
import { BridgeClient, type BridgeClientOptions } from '../client.js';
import type { Finding } from './finding.js';

/**
 * Asks a bridge for its hello as the service does, but with a key that no bridge knows: one that gets as far as to say so takes
 * questions, and what else it says or what stands in its way is what the service would meet.
 */
export async function strangerFinding(url: URL, options: BridgeClientOptions): Promise<Finding> {
  const found = (level: Finding['level'], sentence: string): Finding => ({ level, about: 'BRIDGE', sentence });
  const key = { id: 'doctor', secret: options.randomBytes(32) };
  try {
    await new BridgeClient(options).connect({ url: url.href, key }).greet();
    return found('FAULT', 'What answers knows a key that was made up just now: it is no bridge.');
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    return error.code === 'STORE_KEY_REFUSED'
      ? found('OK', 'The bridge takes questions, and refuses a key that it does not know.')
      : found('FAULT', `${error.message} (${error.code})`);
  }
}
