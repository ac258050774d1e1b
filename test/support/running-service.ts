import { randomBytes, randomUUID } from 'node:crypto';
import type { Statement } from '../../src/bridge/plan.js';
import { readSettings } from '../../src/infrastructure/config.js';
import { createLogger } from '../../src/infrastructure/logger.js';
import { demoApiKey, startService } from '../../src/service.js';

/** What came back for one GraphQL operation. */
export interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly {
    readonly message: string;
    readonly path?: readonly (string | number)[];
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** The whole service over its demo store, as `npm start` opens it, with what it asked of stores and what it logged. */
export interface DemoService {
  readonly url: string;
  /** Signed requests since `forgetCalls`, each with its statements. */
  readonly calls: { storeId: string; statements: readonly Statement[] }[];
  readonly log: string[];
  forgetCalls(): void;
  // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is the query's
  ask<Data = any>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Answer<Data>>;
  close(): Promise<void>;
}

/** Starts the service in demo mode on a free port. */
export async function startDemoService(
  environment: Readonly<Record<string, string>> = {},
  scale: 'full' | 'small' = 'small',
): Promise<DemoService> {
  const calls: DemoService['calls'] = [];
  const log: string[] = [];
  const settings = readSettings({ PORT: '0', DRAWBRIDGE_DEMO: 'on', LOG_LEVEL: 'debug', ...environment });
  const service = await startService(settings, {
    log: createLogger('debug', { write: (line: string) => void log.push(line) }),
    now: () => new Date(),
    randomBytes,
    randomUuid: randomUUID,
    onCall: (storeId, statements) => calls.push({ storeId, statements }),
    demoScale: scale,
  });
  return {
    url: service.url,
    calls,
    log,
    forgetCalls: () => void calls.splice(0),
    async ask(query, variables = {}) {
      const response = await fetch(`${service.url}/graphql`, {
        method: 'POST',
        headers: { authorization: `Bearer ${demoApiKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ query, variables }),
      });
      // biome-ignore lint/suspicious/noExplicitAny: an answer's shape is the query's
      return (await response.json()) as Answer<any>;
    },
    close: service.close,
  };
}
