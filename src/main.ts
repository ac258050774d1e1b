#!/usr/bin/env node
import { randomBytes, randomUUID } from 'node:crypto';
import { demoApiKey, exampleQuery } from './first-steps.js';
import { readSettings, SettingsError } from './infrastructure/config.js';
import { createLogger } from './infrastructure/logger.js';
import { OperatorError } from './infrastructure/operator-error.js';
import { secretVariables } from './infrastructure/secret-files.js';
import { ServiceError } from './model/service-error.js';
import { startService } from './service.js';

const startedAt = performance.now();

/** Starts the service from the environment, says where it is, and ends it when asked to by a signal. */
async function main(): Promise<void> {
  const settings = readSettings(process.env);
  // What is not there cannot be read out of this process by anything that it starts or loads later.
  for (const name of secretVariables) delete process.env[name];
  const log = createLogger(settings.logLevel);
  for (const warning of settings.warnings) process.stderr.write(`${warning}\n`);
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.once(event, (error: unknown) => {
      log.error({ err: error }, 'A bug ends the service.');
      process.exit(1);
    });
  }
  // A signal while the service is still opening ends it as soon as it is open.
  const asked = signalled();
  const service = await startService(settings, { log, now: () => new Date(), randomBytes, randomUuid: randomUUID });

  // OpenTelemetry has read by now what it sends along, which is often a token.
  for (const name of ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS']) delete process.env[name];

  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  const key = settings.demo ? demoApiKey : '<one of DRAWBRIDGE_API_KEYS>';
  process.stdout.write(
    [
      `Drawbridge is ready at ${service.url} (after ${seconds} s).`,
      '',
      `  GraphQL   ${service.url}/graphql`,
      `  GraphiQL  ${service.url}/`,
      `  API key   ${settings.demo ? `${demoApiKey} (this is the demo: the key counts from this machine alone)` : 'as set'}`,
      '',
      'Try it:',
      '',
      `  curl -s ${service.url}/graphql -H 'authorization: Bearer ${key}' -H 'content-type: application/json' -d '${JSON.stringify({ query: exampleQuery.replace(/\s+/g, ' ').trim() })}'`,
      '',
      'Ctrl-C ends it.',
      '',
    ].join('\n'),
  );

  const signal = await asked;
  log.info({ signal }, 'Ending.');
  await service.close();
  log.info({ signal }, 'Ended.');
}

/**
 * Resolves with the signal that asks the service to end; one that comes later ends the process at once. Not one that comes with the
 * first: npm passes a terminal's Ctrl-C on to a process that has had it already, which close-with-grace would take for a second.
 */
function signalled(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    let first: number | undefined;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        first ??= performance.now();
        if (performance.now() - first > 1_000) process.exit(130);
        resolve(signal);
      });
    }
  });
}

try {
  await main();
  process.exit(0);
} catch (error) {
  if (error instanceof SettingsError || error instanceof OperatorError || error instanceof ServiceError)
    process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
