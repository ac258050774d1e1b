import { join } from 'node:path';

/** Where the service on a data folder listens for its operator. */
export function operatorSocket(dataDir: string): string {
  return join(dataDir, 'operator.sock');
}
