import type { Attributes, Context, Span } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { optionalPackage } from './optional-package.js';

type Resource = ReadableSpan['resource'];

/** A request to a store, as far as a span tells of it. */
export interface TracedCall {
  readonly storeId: string;
  readonly platform: string;
  readonly verb: string;
  readonly statements: number;
  readonly answerBytes: number;
  readonly phpMs: number | null;
  readonly databaseMs: number | null;
  /** On the clock of `performance.now()`, as all that begins and ends here. */
  readonly began: number;
  readonly ended: number;
  readonly outcome: string;
}

/** An operation that was answered, as far as spans tell of it. */
export interface TracedOperation {
  readonly times: {
    readonly began: number;
    readonly execution: { readonly began: number; readonly ended: number | null } | null;
    readonly calls: readonly TracedCall[];
    /** The client's own span, as W3C's `traceparent`; null where it has none. */
    readonly traceparent: string | null;
    of(step: 'parse' | 'validate' | 'plan' | 'decode'): number;
  };
  readonly kind: string | null;
  readonly codes: readonly string[];
}

/** Sends spans. */
export interface Tracing {
  /** Makes the spans of an operation that was just answered: times, counts, codes and ids of stores, nothing that was asked or answered. */
  operation(operation: TracedOperation): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Sends spans by OTLP over HTTP to this address; OpenTelemetry is loaded only here. */
export async function openTracing(url: string): Promise<Tracing> {
  const [api, sdk, { OTLPTraceExporter }] = await Promise.all([
    optionalPackage('@opentelemetry/api', 'OTEL_EXPORTER_OTLP_ENDPOINT', () => import('@opentelemetry/api')),
    optionalPackage(
      '@opentelemetry/sdk-trace-base',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      () => import('@opentelemetry/sdk-trace-base'),
    ),
    optionalPackage(
      '@opentelemetry/exporter-trace-otlp-http',
      'OTEL_EXPORTER_OTLP_ENDPOINT',
      () => import('@opentelemetry/exporter-trace-otlp-http'),
    ),
  ]);
  const traces = process.env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || `${url.replace(/\/$/, '')}/v1/traces`;
  const exporter = new OTLPTraceExporter({ url: traces });
  const attributes = resourceAttributes(process.env);
  const resource: Resource = { attributes, merge: () => resource, getRawAttributes: () => Object.entries(attributes) };
  const provider = new sdk.BasicTracerProvider({
    resource,
    spanProcessors: [new sdk.BatchSpanProcessor(exporter)],
  });
  const tracer = provider.getTracer('drawbridge');

  const span = (name: string, began: number, ended: number, parent: Context, attributes: Attributes = {}): Span => {
    const made = tracer.startSpan(name, { startTime: performance.timeOrigin + began, attributes }, parent);
    made.end(performance.timeOrigin + ended);
    return made;
  };
  return {
    operation({ times, kind, codes }) {
      const root = times.traceparent === null ? api.ROOT_CONTEXT : withRemote(api, times.traceparent);
      const whole = tracer.startSpan(
        'graphql.operation',
        {
          kind: api.SpanKind.SERVER,
          startTime: performance.timeOrigin + times.began,
          attributes: {
            'graphql.operation.type': kind ?? 'none',
            'drawbridge.error_codes': [...codes],
            'drawbridge.plan_ms': times.of('plan'),
            'drawbridge.decode_ms': times.of('decode'),
          },
        },
        root,
      );
      const within = api.trace.setSpan(root, whole);
      const parsed = times.began + times.of('parse');
      if (times.of('parse') > 0) span('graphql.parse', times.began, parsed, within);
      if (times.of('validate') > 0) span('graphql.validate', parsed, parsed + times.of('validate'), within);
      const { execution } = times;
      if (execution) {
        const executed = span('graphql.execute', execution.began, execution.ended ?? performance.now(), within);
        const below = api.trace.setSpan(within, executed);
        for (const call of times.calls) {
          span('store.call', call.began, call.ended, below, {
            'drawbridge.store': call.storeId,
            'drawbridge.platform': call.platform,
            'drawbridge.verb': call.verb,
            'drawbridge.statements': call.statements,
            'drawbridge.answer_bytes': call.answerBytes,
            'drawbridge.outcome': call.outcome,
            ...(call.phpMs !== null && { 'drawbridge.php_ms': call.phpMs }),
            ...(call.databaseMs !== null && { 'drawbridge.database_ms': call.databaseMs }),
          });
        }
      }
      whole.end();
    },
    close: () => provider.shutdown(),
  };
}

/**
 * What spans are said to come from: `OTEL_RESOURCE_ATTRIBUTES`, pairs in percent-encoding, none of which count where one is none, and
 * above them `OTEL_SERVICE_NAME`. OpenTelemetry reads them itself in a package that the service does without.
 */
export function resourceAttributes(
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> {
  const pairs = (environment.OTEL_RESOURCE_ATTRIBUTES ?? '').split(',').filter((pair) => pair.trim() !== '');
  const name = environment.OTEL_SERVICE_NAME;
  return { 'service.name': 'drawbridge', ...read(pairs), ...(name && { 'service.name': name }) };
}

function read(pairs: readonly string[]): Readonly<Record<string, string>> {
  const read = pairs.map((pair) => pair.split('=').map((part) => part.trim()));
  if (!read.every(([name = '', ...values]) => /^\S+$/.test(name) && values.length === 1)) return {};
  try {
    return Object.fromEntries(read.map((parts) => parts.map(decodeURIComponent)));
  } catch {
    return {};
  }
}

/** The context of a client's own span. */
function withRemote(api: typeof import('@opentelemetry/api'), traceparent: string): Context {
  const [, traceId = '', spanId = '', flags = '00'] = traceparent.split('-');
  const remote = { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
  return api.trace.setSpanContext(api.ROOT_CONTEXT, remote);
}
