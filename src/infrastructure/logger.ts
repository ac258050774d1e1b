import { type DestinationStream, pino, stdTimeFunctions } from 'pino';
import { ServiceError } from '../model/service-error.js';
import { SettingsError } from './config.js';
import { OperatorError } from './operator-error.js';

/** The fields that a log line may carry; anything else handed to the log is left out of it. */
export interface LogFields {
  readonly requestId?: string;
  readonly method?: string;
  /** The route's pattern, such as `/download/:token`; never the address that was asked for. */
  readonly route?: string;
  readonly status?: number;
  readonly durationMs?: number;
  readonly code?: string;
  readonly storeId?: string;
  readonly accountId?: string;
  readonly apiKeyName?: string;
  readonly platform?: string;
  readonly signal?: string;
  readonly count?: number;
  /** The entry that an audit log ended with, as `account:number:hash`. */
  readonly auditEntry?: string;
  /** Where the service itself listens. */
  readonly listening?: string;
  readonly err?: unknown;
}

const known: ReadonlySet<string> = new Set([
  'requestId',
  'method',
  'route',
  'status',
  'durationMs',
  'code',
  'storeId',
  'accountId',
  'apiKeyName',
  'platform',
  'signal',
  'count',
  'auditEntry',
  'listening',
  'err',
] satisfies (keyof LogFields)[]);

/** The log as the rest of the service takes it; messages are fixed sentences, and what varies is a field. */
export interface Log {
  debug(fields: LogFields, message: string): void;
  info(fields: LogFields, message: string): void;
  warn(fields: LogFields, message: string): void;
  error(fields: LogFields, message: string): void;
}

/**
 * The service's log: JSON lines of known fields. A key, a header, a body or a shopper's data has no field to be in, and of an
 * error only what is ours to show is written: messages of others may quote what they were given.
 */
export function createLogger(level: string, destination?: DestinationStream): Log {
  const logger = pino(
    {
      level,
      base: null,
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: (error: unknown) => describeError(error) },
    },
    // Written beside the work; what is left is written when the process ends.
    destination ?? pino.destination({ dest: 2, sync: false }),
  );
  const write =
    (method: keyof Log) =>
    (fields: LogFields, message: string): void =>
      logger[method](onlyKnown(fields), message);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function onlyKnown(fields: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => known.has(name)));
}

interface DescribedError {
  readonly name: string;
  readonly code?: string;
  readonly message?: string;
  readonly stack: readonly string[];
  readonly cause?: DescribedError;
}

/** What the log says of an error: its name, code and place; its message only where this service wrote it. */
export function describeError(error: unknown, depth = 0): DescribedError {
  if (!(error instanceof Error)) return { name: typeof error, stack: [] };
  const code = (error as { code?: unknown }).code;
  return {
    name: identifier(error.name) ?? 'Error',
    ...(identifier(code) ? { code: code as string } : {}),
    ...(isOurs(error) ? { message: error.message } : {}),
    stack: framesOf(error),
    ...(error.cause instanceof Error && depth < 4 ? { cause: describeError(error.cause, depth + 1) } : {}),
  };
}

function isOurs(error: Error): boolean {
  return error instanceof ServiceError || error instanceof OperatorError || error instanceof SettingsError;
}

function identifier(text: unknown): string | undefined {
  return typeof text === 'string' && /^[A-Za-z0-9_]{1,60}$/.test(text) ? text : undefined;
}

/** The places of a stack without its first lines, which repeat the message. */
function framesOf(error: Error): string[] {
  const text = error.stack ?? '';
  const head = `${error.name}: ${error.message}`;
  const below = text.startsWith(head) ? text.slice(head.length) : text;
  return below
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^at [^"']*(:\d+:\d+\)?|\(<anonymous>\)|\(native\))$/.test(line))
    .slice(0, 12);
}
