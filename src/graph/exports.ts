import type { ApolloServer, BaseContext } from '@apollo/server';
import {
  type DefinitionNode,
  type FieldNode,
  type GraphQLFormattedError,
  Kind,
  parse,
  print,
  type SelectionSetNode,
} from 'graphql';
import { parseGlobalId } from '../model/ids.js';
import { DateTime } from '../model/scalars.js';
import { ServiceError } from '../model/service-error.js';
import { AskedPage, type ReadPage } from './asked-page.js';
import { committedOperation } from './committed-operation.js';
import type { ExportedPage } from './context.js';
import { type ExportedRow, linesOf, shown } from './export-lines.js';
import { GraphNames } from './graph-names.js';
import { PageWidth } from './page-width.js';

/** What can be exported, with the filter's type and what of it `since` means. */
const kinds = {
  products: { filter: 'ProductFilter', since: 'updatedAfter' },
  orders: { filter: 'OrderFilter', since: 'updatedAfter' },
  customers: { filter: 'CustomerFilter', since: 'createdAfter' },
} as const;
export type ExportKind = keyof typeof kinds;
export const exportKinds = Object.keys(kinds) as readonly ExportKind[];

/** What one export is asked for. */
export interface ExportRequest {
  readonly kind: ExportKind;
  /** The store, by global id. */
  readonly store: string;
  /** Only what was changed (customers: registered) at this moment or later, as the graph's filters read it; null: everything. */
  readonly since: string | null;
  /** Only rows after this cursor, as a line of an earlier export or a page of the graph has it; null: from the start. */
  readonly after: string | null;
  /** The fields wanted, as a GraphQL selection such as `{ id name }`; null: those of the committed operation of this kind. */
  readonly fields: string | null;
}

/** A part of an export. */
export interface ExportPart {
  /** Whole lines of JSON, in UTF-8. */
  readonly lines: Buffer;
  /** Why the export ends with this part before everything was told; null where it does not. */
  readonly failure: GraphQLFormattedError | null;
}

/** What an export goes by, beside what is asked. */
export interface ExportPace<Context> {
  /**
   * Makes the context of one page, which ends with the signal; resolves when the page may be asked for. What it rejects with as a
   * ServiceError ends the export.
   */
  readonly contextFor: (page: ExportedPage, signal: AbortSignal) => Context | Promise<Context>;
  /** Given when nobody reads the export any more. */
  readonly gone: AbortSignal;
}

/**
 * Exports of a store's lists as lines of JSON, each an object: `{…, "@cursor": …}` for a row, with `"@errors"` where something of it
 * could not be read; `{"@error": …}` for a row that could not be told; and one `{"@end": …}` at the end. Every page is an operation
 * of the graph, executed as any other: with its scopes, limits, log and errors. Nothing is held but the page that is being
 * told and the one after it.
 */
export class Exports<Context extends BaseContext> {
  readonly #names: GraphNames;
  /** How many are under way. */
  running = 0;

  constructor(
    private readonly server: Pick<ApolloServer<Context>, 'executeOperation'>,
    private readonly prefix = '',
  ) {
    this.#names = new GraphNames(prefix);
  }

  /** Throws BAD_USER_INPUT, naming the argument, for what can be no export; what only the graph can tell its first part says. */
  async start(request: ExportRequest, pace: ExportPace<Context>): Promise<AsyncGenerator<ExportPart, void>> {
    refuseOddArguments(request);
    const query = await this.#query(request);
    return this.#parts(request, query, pace);
  }

  async *#parts(request: ExportRequest, query: string, pace: ExportPace<Context>): AsyncGenerator<ExportPart, void> {
    this.running += 1;
    try {
      yield* this.#pages(request, query, pace);
    } finally {
      this.running -= 1;
    }
  }

  async *#pages(request: ExportRequest, query: string, pace: ExportPace<Context>): AsyncGenerator<ExportPart, void> {
    const { kind, store, since, fields } = request;
    const filter = since === null ? {} : { [kinds[kind].since]: since };
    const width = new PageWidth();
    const read: ReadPage<Page> = async (after, asked) => {
      while (true) {
        const first = width.rows;
        let came: number | null = null;
        const ends = (cursor: string | null) => {
          came = performance.now();
          return asked.ends(cursor);
        };
        const exported = { widest: first, sent: () => asked.sent(), ends };
        const contextValue = await pace.contextFor(exported, asked.signal);
        const began = performance.now();
        const variables = { store, filter, after, first };
        const { body } = await this.server.executeOperation({ query, variables }, { contextValue });
        if (body.kind !== 'single') throw new Error('the answer to a page of an export must be single');
        const { data, errors = [] } = body.singleResult;
        const list = (data as PageData | null | undefined)?.store?.list;
        if (!asked.signal.aborted && width.narrowed(first, errors, Boolean(list))) continue;
        if (!list) return { ...nothing, failure: errors[0] ? ofFields(errors[0], fields) : notFound(store) };
        width.came(first, (came ?? performance.now()) - began);
        return { ...list, errors };
      }
    };

    let [cursor, rows] = [request.after, 0];
    let page = new AskedPage(read, cursor);
    const drop = () => page.drop();
    pace.gone.addEventListener('abort', drop, { once: true });
    try {
      if (pace.gone.aborted) drop();
      while (true) {
        const { value, error } = await page.take();
        if (!value && !(error instanceof ServiceError)) throw error;
        const failure = value?.failure ?? (error instanceof ServiceError ? formatted(error) : null);
        if (!value || failure) {
          yield this.#end(rows, cursor, failure);
          return;
        }
        const { edges, errors, pageInfo } = value;
        const told = edges.length;
        rows += told;
        cursor = pageInfo.endCursor ?? cursor;
        // Where the store asked for the page could not tell before that one follows.
        const follows = pageInfo.hasNextPage && pageInfo.endCursor !== null;
        const next = page.takeNext() ?? (follows ? new AskedPage(read, cursor) : null);
        page = next ?? page;
        let bytes = 0;
        for (const lines of linesOf(edges, errors)) {
          bytes += lines.length;
          yield { lines, failure: null };
        }
        width.told(told, bytes);
        if (!next) {
          yield this.#end(rows, cursor, null);
          return;
        }
      }
    } finally {
      pace.gone.removeEventListener('abort', drop);
      drop();
    }
  }

  #end(rows: number, cursor: string | null, error: GraphQLFormattedError | null): ExportPart {
    const end = { rows, complete: error === null, ...(error && { error: shown(error) }) };
    return { lines: Buffer.from(`${JSON.stringify({ '@end': end, '@cursor': cursor })}\n`), failure: error };
  }

  /** The operation that reads one page. */
  async #query({ kind, fields }: ExportRequest): Promise<string> {
    const { selection, fragments } = fields === null ? await this.#committed(kind) : selectionIn(fields);
    const frame = `query Export($store: ID!, $first: Int!, $after: String, $filter: ${this.#names.type(kinds[kind].filter)}) {
      store: ${this.#names.rootField('store')}(id: $store) {
        list: ${kind}(first: $first, after: $after, filter: $filter) {
          pageInfo { hasNextPage endCursor }
          edges { cursor node ${print(selection)} }
        }
      }
    }`;
    return [frame, ...fragments.map(print)].join('\n');
  }

  /** What the committed operation of this kind selects of each row. */
  async #committed(kind: ExportKind): Promise<Chosen> {
    const { definitions } = parse(await committedOperation(kind, this.prefix), { noLocation: true });
    const nodes = definitions.flatMap((one) =>
      'selectionSet' in one ? (fieldBelow(one.selectionSet, 'nodes') ?? []) : [],
    );
    const selection = nodes[0]?.selectionSet;
    if (!selection) throw new Error(`the committed operation ${kind} must select nodes`);
    return { selection, fragments: definitions.filter(({ kind }) => kind === Kind.FRAGMENT_DEFINITION) };
  }
}

interface Chosen {
  readonly selection: SelectionSetNode;
  readonly fragments: readonly DefinitionNode[];
}

interface PageData {
  readonly store: { readonly list: PageList | null } | null;
}

interface PageList {
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
  readonly edges: ExportedRow[];
}

interface Page extends PageList {
  readonly errors: readonly GraphQLFormattedError[];
  readonly failure?: GraphQLFormattedError;
}

const nothing: Page = { pageInfo: { hasNextPage: false, endCursor: null }, edges: [], errors: [] };

function refuseOddArguments({ store, since }: ExportRequest): void {
  const refuse = (argument: string, what: string, got: string): never => {
    const message = `${argument} must be ${what}, but got: ${JSON.stringify(got.slice(0, 80))}`;
    throw new ServiceError('BAD_USER_INPUT', message, { argument });
  };
  if (parseGlobalId(store)?.type !== 'Store') refuse('store', 'the global id of a Store', store);
  if (since === null) return;
  try {
    DateTime.parseValue(since);
  } catch {
    refuse('since', 'a DateTime as the graph has it', since);
  }
}

/** Codes that an operation as a whole is refused with. */
const ofOperations = /^(GRAPHQL_|QUERY_|OPERATION_|BAD_USER_INPUT$)/;

/** What is refused of an operation as a whole is so for the fields that were asked for: all else of it is the service's own. */
function ofFields(error: GraphQLFormattedError, fields: string | null): GraphQLFormattedError {
  if (fields === null || error.path || !ofOperations.test(String(error.extensions?.code))) return error;
  return { ...error, extensions: { argument: 'fields', ...error.extensions } };
}

/** The selection that a text is; throws BAD_USER_INPUT where it is anything else. */
function selectionIn(fields: string): Chosen {
  const refused = new ServiceError(
    'BAD_USER_INPUT',
    'fields must be a GraphQL selection in braces, such as { id name }, without variables and named fragments.',
    { argument: 'fields' },
  );
  try {
    const [only, ...others] = parse(fields, { noLocation: true, maxTokens: 10_000 }).definitions;
    if (only?.kind !== Kind.OPERATION_DEFINITION || others.length > 0 || !fields.trimStart().startsWith('{'))
      throw refused;
    return { selection: only.selectionSet, fragments: [] };
  } catch {
    throw refused;
  }
}

function fieldBelow({ selections }: SelectionSetNode, name: string): FieldNode | null {
  for (const one of selections) {
    if (one.kind !== Kind.FIELD) continue;
    const found = one.name.value === name ? one : one.selectionSet && fieldBelow(one.selectionSet, name);
    if (found) return found;
  }
  return null;
}

function formatted({ code, message, retryable, facts }: ServiceError): GraphQLFormattedError {
  return { message, extensions: { ...facts, code, retryable } };
}

function notFound(store: string): GraphQLFormattedError {
  return formatted(new ServiceError('NOT_FOUND', 'The account has no store of this id.', { storeId: store }));
}
