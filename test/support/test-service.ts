import { randomBytes, randomUUID } from 'node:crypto';
import type { Statement } from '../../src/bridge/plan.js';
import { readSettings } from '../../src/infrastructure/config.js';
import { createLogger } from '../../src/infrastructure/logger.js';
import { type RunningService, type Surroundings, startService } from '../../src/service.js';

export interface ServiceUnderTest extends RunningService {
  /** Everything that was written to the log, at every level. */
  written(): string;
  /** The signed requests so far, each with its statements; none for `hello`. */
  readonly calls: { readonly storeId: string; readonly statements: readonly Statement[] }[];
}

/** Starts a whole service from settings, on a free port; without any, as `npm start` does, with a small demo store. */
export async function startTestService(
  environment: Readonly<Record<string, string>> = {},
  surroundings: Pick<Surroundings, 'lookEveryMs'> = {},
): Promise<ServiceUnderTest> {
  const lines: string[] = [];
  const calls: ServiceUnderTest['calls'] = [];
  const service = await startService(readSettings({ PORT: '0', ...environment }), {
    log: createLogger('trace', { write: (line: string) => void lines.push(line) }),
    now: () => new Date(),
    randomBytes,
    randomUuid: randomUUID,
    onCall: (storeId, statements) => calls.push({ storeId, statements }),
    demoScale: 'small',
    ...surroundings,
  });
  return { ...service, calls, written: () => lines.join('') };
}

export interface GraphqlReply {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into whatever came back
  readonly data?: any;
  readonly errors?: readonly { readonly message: string; readonly extensions: Record<string, unknown> }[];
}

/** Asks a service one GraphQL operation with an API key. */
export async function ask(
  { url }: { readonly url: string },
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
  key = 'demo',
): Promise<GraphqlReply> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, ...((await response.json()) as object) };
}
