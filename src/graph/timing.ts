import type { ApolloServerPlugin } from '@apollo/server';
import type { RequestTimes } from '../domain/request-times.js';
import { storeGlobalId } from '../model/ids.js';
import type { GraphContext } from './context.js';

/** What is told of each operation once it is answered, for those who watch the service: no text, no variable, no value of it. */
export interface AnsweredOperation {
  readonly times: RequestTimes;
  /** `query` or `mutation`; null where it could not be told. */
  readonly kind: string | null;
  /** The codes of its errors, each once. */
  readonly codes: readonly string[];
}

/** Measures what operations take, and tells whoever asked for it (`extensions: { timing: true }`) with the answer. */
export function timedOperations(answered: (operation: AnsweredOperation) => void): ApolloServerPlugin<GraphContext> {
  return {
    async requestDidStart({ contextValue: { times } }) {
      if (!times) return {};
      const step = (name: 'parse' | 'validate') => async () => {
        const began = performance.now();
        return async () => times.add(name, performance.now() - began);
      };
      return {
        parsingDidStart: step('parse'),
        validationDidStart: step('validate'),
        async executionDidStart() {
          const execution: NonNullable<RequestTimes['execution']> = { began: performance.now(), ended: null };
          times.execution = execution;
          return {
            async executionDidEnd() {
              execution.ended = performance.now();
            },
          };
        },
        async willSendResponse({ request, operation, response }) {
          const { body, http } = response;
          if (body.kind !== 'single') return;
          const codes = new Set((body.singleResult.errors ?? []).map(({ extensions }) => String(extensions?.code)));
          answered({ times, kind: operation?.operation ?? null, codes: [...codes] });
          if (!request.extensions?.timing) return;
          body.singleResult.extensions = { ...body.singleResult.extensions, timing: timingOf(times) };
          http.headers.set('server-timing', serverTiming(times));
        },
      };
    },
  };
}

/** The times of a request as its answer tells them, in milliseconds. */
function timingOf(times: RequestTimes) {
  return {
    totalMs: rounded(times.tookMs),
    parseMs: rounded(times.of('parse')),
    validateMs: rounded(times.of('validate')),
    planMs: rounded(times.of('plan')),
    decodeMs: rounded(times.of('decode')),
    executeMs: rounded(times.executeMs),
    stores: times.calls.map(({ storeId, began, ended, verb, statements, answerBytes, phpMs, databaseMs, outcome }) => ({
      storeId: storeGlobalId(storeId),
      verb,
      startMs: rounded(began - times.began),
      bridgeMs: rounded(ended - began),
      phpMs: phpMs === null ? null : rounded(phpMs),
      databaseMs: databaseMs === null ? null : rounded(databaseMs),
      statements,
      bytes: answerBytes,
      outcome,
    })),
    ...(times.uncounted > 0 && { moreCalls: times.uncounted }),
  };
}

/** The same for browsers' tools: each step once, stores taken together. */
function serverTiming(times: RequestTimes): string {
  const sum = (of: (call: RequestTimes['calls'][number]) => number | null) =>
    times.calls.reduce((all, call) => all + (of(call) ?? 0), 0);
  const entries: readonly (readonly [string, number])[] = [
    ['parse', times.of('parse')],
    ['validate', times.of('validate')],
    ['plan', times.of('plan')],
    ['bridge', times.waitedMs],
    ['php', sum(({ phpMs }) => phpMs)],
    ['database', sum(({ databaseMs }) => databaseMs)],
    ['decode', times.of('decode')],
    ['execute', times.executeMs],
    ['total', times.tookMs],
  ];
  return entries.map(([name, ms]) => `${name};dur=${rounded(ms)}`).join(', ');
}

function rounded(ms: number): number {
  return Math.round(ms * 100) / 100;
}
