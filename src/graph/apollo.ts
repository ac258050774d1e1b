import { ApolloServer, type ApolloServerOptions, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { type DocumentNode, GraphQLError, type GraphQLSchema, Kind } from 'graphql';
import { LRUCache } from 'lru-cache';
import { ServiceError } from '../model/service-error.js';
import { auditSupportAccess } from './audit.js';
import type { GraphContext } from './context.js';
import { lostAt } from './error-causes.js';
import { createErrorFormatter, type ErrorFormatter, type ReportBug } from './errors.js';
import { type CompilingOptions, Execution } from './execution.js';
import { refuseOddTexts } from './input-texts.js';
import { introspectionAnswers } from './introspection-answers.js';
import { costOf, measureOperation, type OperationLimits, refuseExcess } from './limits.js';
import { refuseNesting } from './nesting.js';
import { PersistedOperations } from './persisted-operations.js';
import { Refusals } from './refusals.js';
import { type SubgraphOptions, subgraph } from './schema.js';
import { sharedData } from './shared-data.js';
import { SharedOperations } from './shared-operations.js';
import { refuseLines } from './text-lines.js';
import { type AnsweredOperation, timedOperations } from './timing.js';
import { refusedForPartsAlone, wholeAnswersOnly } from './whole-answers.js';

export interface GraphOptions {
  readonly limits: OperationLimits & {
    /** How many words and signs a query's text may have; 10,000 by default. */
    readonly maxTokens?: number;
  };
  /** How the graph presents itself; see `SubgraphOptions`. */
  readonly presented?: SubgraphOptions;
  /** The operations that clients may name in place of sending them; none are listed by default. */
  readonly operations?: PersistedOperations;
  /** Takes what went wrong in the service itself; clients see a masked error. */
  readonly reportBug: ReportBug;
  readonly plugins?: readonly ApolloServerPlugin<GraphContext>[];
  /** Told of every operation that was answered; nobody is by default. */
  readonly answered?: (operation: AnsweredOperation) => void;
  /** How operations that are asked often are compiled. */
  readonly compiling?: CompilingOptions;
  /** How long an operation waits at most for equal ones while such a one is under way, in milliseconds; 0, the default: none is shared. */
  readonly shareMs?: number;
}

export interface Graph {
  readonly schema: GraphQLSchema;
  /** Not started yet. It opens no port and reports to nobody. */
  readonly server: ApolloServer<GraphContext>;
}

/** The graph, ready to be served: the subgraph's schema inside an Apollo Server with bounded queries and one door for errors. */
export function buildGraph({
  limits,
  reportBug,
  plugins = [],
  presented,
  operations = new PersistedOperations(),
  compiling = {},
  shareMs = 0,
  answered = () => undefined,
}: GraphOptions): Graph {
  const { schema } = subgraph(presented);
  const formatError = createErrorFormatter(reportBug);
  const server = new ApolloServer<GraphContext>({
    gateway: executing(schema, compiling, shareMs),
    introspection: true,
    includeStacktraceInErrorResponses: false,
    formatError,
    parseOptions: { maxTokens: limits.maxTokens ?? 10_000 },
    persistedQueries: { cache: operations.cache, ttl: null },
    validationRules: [wholeAnswersOnly],
    documentStore: queryStore(),
    stringifyResult: writtenOnce,
    // No page of another origin can send one of these, or JSON, without asking first; keys come in `authorization` anyway.
    csrfPrevention: { requestHeaders: ['authorization', 'apollo-require-preflight', 'x-apollo-operation-name'] },
    stopOnTerminationSignals: false,
    logger: silent,
    plugins: [
      operations.plugin,
      boundedOperations(limits),
      introspectionAnswers(),
      auditSupportAccess(formatError),
      refusedForPartsAlone,
      reportedErrors(formatError),
      timedOperations(answered),
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginCacheControlDisabled(),
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ...plugins,
    ],
  });
  return { schema, server };
}

/**
 * The text of an answer, without a line's end after it, for which the whole text would be copied. The answer is emptied: for what it
 * hands to an execution of one's own, Apollo writes out an object with a getter, and by that the engine keeps all of a request until
 * its next full collection. Copying dead answers about took a fifth of the time that a page takes.
 */
function writtenOnce(answer: { data?: Record<string, unknown> | null }): string {
  const { data } = answer;
  const shared = sharedData(data);
  // Apollo hands on what it is given: what several requests are answered with is made bytes once.
  const text = shared ? (shared.writtenIn(answer) as unknown as string) : JSON.stringify(answer);
  if (!shared?.isAwaited) for (const key of Object.keys(data ?? {})) delete data?.[key];
  return text;
}

/** The seam at which Apollo takes an execution of one's own; there is no gateway. */
function executing(
  schema: GraphQLSchema,
  compiling: CompilingOptions,
  shareMs: number,
): NonNullable<ApolloServerOptions<GraphContext>['gateway']> {
  const shared = new SharedOperations(new Execution<GraphContext>(schema, compiling), shareMs);
  return {
    onSchemaLoadOrUpdate(tell) {
      tell({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: async () => ({
      executor: ({ document, operation, source, queryHash, request: { operationName, variables }, context }) =>
        shared.answer(
          { document, operationName, variables, context: context as GraphContext },
          { operation, source, queryHash },
        ),
    }),
    stop: async () => undefined,
  };
}

/**
 * Refuses, before anything is asked of a store, an operation that asks for more than the limits allow, and finds out what of any
 * other is refused for want of a scope.
 */
function boundedOperations(limits: OperationLimits): ApolloServerPlugin<GraphContext> {
  return {
    async requestDidStart() {
      let requested: number | null = null;
      return {
        async willSendResponse({ request, response: { body } }) {
          if (requested === null || !request.extensions?.cost || body.kind !== 'single') return;
          const cost = { requested, maximum: limits.maxCost };
          body.singleResult.extensions = { ...body.singleResult.extensions, cost };
        },
        async didResolveOperation({ schema, document, operation, source, request, contextValue }) {
          refuseLines(source);
          if (!operation) refuseUnnamed(request.operationName);
          refuseNesting(document);
          refuseOddTexts(document, operation, request.variables);
          const { caller, loaders } = contextValue;
          const measured = measureOperation(schema, document, operation, request.variables ?? {}, caller.scopes);
          requested = costOf(measured, 0);
          // What is too much whatever stores there are is refused before anybody looks how many these are.
          refuseExcess(measured, limits);
          if (measured.costPerStore > 0) {
            const stores = await loaders.allStores().catch(refuseForNow);
            requested = costOf(measured, stores.length);
            refuseExcess(measured, limits, stores.length);
          }
          contextValue.refusals = new Refusals(caller.scopes, measured.looked);
        },
      };
    },
  };
}

/** Refuses a document in which the operation that is wanted can't be told. */
function refuseUnnamed(name: string | null | undefined): never {
  const message = name
    ? 'The document must hold an operation of the name that operationName gives.'
    : 'The document must hold one operation, or operationName must say which of them is wanted.';
  throw new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } } });
}

/** Says to HTTP clients as well that an operation could not be begun. */
function refuseForNow(error: unknown): never {
  if (!(error instanceof ServiceError)) throw error;
  throw new GraphQLError(error.message, { originalError: error, extensions: { http: { status: 503 } } });
}

/** Adds what resolvers reported to the answer's errors, through the one door. */
function reportedErrors(formatError: ErrorFormatter): ApolloServerPlugin<GraphContext> {
  return {
    async requestDidStart() {
      return {
        async willSendResponse({ contextValue: { reported }, response: { body } }) {
          if (body.kind !== 'single' || reported.length === 0) return;
          const { data, errors = [] } = body.singleResult;
          const more = reported
            // What is of nothing that the answer holds is left out, as everywhere.
            .filter(({ path }) => lostAt(data, path) === null)
            .map(({ error, path }) => formatError({ message: error.message, path }, error));
          body.singleResult.errors = errors.length + more.length > 0 ? [...errors, ...more] : undefined;
        },
      };
    },
  };
}

/** Characters of queries' text that are kept parsed. */
const keptCharacters = 1_000_000;

/** Parsed queries by their hash. A mutation is parsed anew each time: its text may hold a password, which is not to be kept. */
function queryStore() {
  const kept = new LRUCache<string, DocumentNode>({
    maxSize: keptCharacters,
    sizeCalculation: (document) => Math.max(1, document.loc?.end ?? keptCharacters),
  });
  return {
    get: async (hash: string) => kept.get(hash),
    set: async (hash: string, document: DocumentNode) => {
      const changes = document.definitions.some(
        (one) => one.kind === Kind.OPERATION_DEFINITION && one.operation !== 'query',
      );
      if (!changes) kept.set(hash, document);
    },
    delete: async (hash: string) => kept.delete(hash),
  };
}

// What Apollo has to say may quote a request; what matters of it reaches the service's own log as an error.
const silent = { debug() {}, info() {}, warn() {}, error() {} };
