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
import { ServiceError } from '../model/service-error.js';
import { committedOperation } from './committed-operation.js';
import { GraphNames } from './graph-names.js';

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

/** A part of an export: whole lines of JSON, with their rows counted. */
export interface ExportPart {
  readonly lines: string;
  /** Why the export ends with this part before everything was told; null where it does not. */
  readonly failure: GraphQLFormattedError | null;
}

/** What an export goes by, beside what is asked. */
export interface ExportPace<Context> {
  /**
   * Makes the context of one page, in which pages may be as wide as said; resolves when the next page may be asked for. What it rejects
   * with as a ServiceError ends the export.
   */
  readonly contextFor: (widestPage: number) => Context | Promise<Context>;
}

/** The most rows that are asked of a store at once, and how many at first. */
const widest = 4_000;
const narrowAtFirst = 250;
/** A page that takes longer than this is followed by no wider one, and one of four times this by a narrower one; in milliseconds. */
const pageMs = 250;

/** How many characters of lines a page has about at most, where it is wider than at first. */
const pageLength = 1_000_000;

/** What a page wider than the graph's may have failed for because it was. */
const perhapsTooWide: ReadonlySet<unknown> = new Set(['STORE_ANSWER_INVALID', 'STORE_BRIDGE_FAILED']);

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
    private readonly server: ApolloServer<Context>,
    private readonly prefix = '',
  ) {
    this.#names = new GraphNames(prefix);
  }

  /** Throws BAD_USER_INPUT, naming the argument, for what can be no export; what only the graph can tell its first part says. */
  async start(request: ExportRequest, pace: ExportPace<Context>): Promise<AsyncGenerator<ExportPart, void>> {
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
    const { kind, store, since } = request;
    const filter = since === null ? {} : { [kinds[kind].since]: since };
    let [width, most] = [narrowAtFirst, widest];
    /** How many rows make a page's lines as long as they are to be. */
    let roomy = narrowAtFirst;
    let cursor = request.after;
    let rows = 0;

    const ask = async (after: string | null): Promise<Page> => {
      while (true) {
        const began = performance.now();
        const context = await pace.contextFor(width);
        const variables = { store, filter, after, first: width };
        const { body } = await this.server.executeOperation({ query, variables }, { contextValue: context });
        if (body.kind !== 'single') throw new Error('the answer to a page of an export must be single');
        const { data, errors = [] } = body.singleResult;
        const list = (data as PageData | null | undefined)?.store?.list;
        if (width > 1 && errors.some(isOfWidth)) {
          width = most = Math.max(1, Math.floor(width / 2));
          continue;
        }
        if (list) {
          const took = performance.now() - began;
          if (took < pageMs) width = Math.min(most, roomy, width * 2);
          if (took > 4 * pageMs) width = Math.max(1, Math.floor(width / 2));
          return { ...list, errors };
        }
        if (width > narrowAtFirst && errors.some(({ extensions }) => perhapsTooWide.has(extensions?.code))) {
          width = most = narrowAtFirst;
          continue;
        }
        return { ...nothing, failure: errors[0] ?? notFound(store) };
      }
    };

    let next = settled(ask(cursor));
    while (true) {
      const { value: page, error } = await next;
      if (!page) {
        if (!(error instanceof ServiceError)) throw error;
        yield this.#end(rows, cursor, formatted(error));
        return;
      }
      if (page.failure) {
        yield this.#end(rows, cursor, page.failure);
        return;
      }
      const { hasNextPage, endCursor } = page.pageInfo;
      const { edges, errors } = page;
      rows += edges.length;
      cursor = endCursor ?? cursor;
      // The store is asked for what comes next while this is written and sent.
      if (hasNextPage && endCursor !== null) {
        next = settled(ask(endCursor));
        const lines = linesOf(edges, errors);
        roomy = Math.max(narrowAtFirst, Math.floor((pageLength * edges.length) / (lines.length + 1)));
        yield { lines, failure: null };
        continue;
      }
      yield { lines: `${linesOf(edges, errors)}${this.#end(rows, cursor, null).lines}`, failure: null };
      return;
    }
  }

  #end(rows: number, cursor: string | null, error: GraphQLFormattedError | null): ExportPart {
    const end = { rows, complete: error === null, ...(error && { error: shown(error) }) };
    return { lines: `${JSON.stringify({ '@end': end, '@cursor': cursor })}\n`, failure: error };
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
  readonly edges: readonly { readonly cursor: string; readonly node: object }[];
}

interface Page extends PageList {
  readonly errors: readonly GraphQLFormattedError[];
  readonly failure?: GraphQLFormattedError;
}

const nothing: Page = { pageInfo: { hasNextPage: false, endCursor: null }, edges: [], errors: [] };

/** Whether a narrower page might have come without this error. */
function isOfWidth({ extensions }: GraphQLFormattedError): boolean {
  const { code, statement, bridgeCode } = extensions ?? {};
  if (code === 'STORE_RESULT_TRUNCATED' || code === 'QUERY_TOO_COSTLY' || bridgeCode === 'TOO_MANY_VALUES') return true;
  return code === 'STORE_TIMEOUT' && statement !== undefined;
}

/** What became of work, so that nobody need wait for it at once. */
function settled<T>(work: Promise<T>): Promise<{ readonly value?: T; readonly error?: unknown }> {
  return work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
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

/** The lines of a page: its rows with what went wrong in each, then what could not be told. */
function linesOf(edges: PageList['edges'], errors: readonly GraphQLFormattedError[]): string {
  const ofRow = new Map<number, object[]>();
  const left: object[] = [];
  for (const error of errors) {
    // store.list.edges.<row>.node.…
    const row = error.path?.[3];
    if (typeof row !== 'number') {
      left.push(shown(error));
      continue;
    }
    const own = ofRow.get(row) ?? [];
    ofRow.set(row, own);
    own.push({ ...shown(error), path: error.path?.slice(5) });
  }
  const lines = edges.map(({ node, cursor }, i) => {
    const more = { ...(ofRow.has(i) && { '@errors': ofRow.get(i) }), '@cursor': cursor };
    // A selection is never empty, and so neither is the row.
    return `${JSON.stringify(node).slice(0, -1)},${JSON.stringify(more).slice(1)}\n`;
  });
  return lines.join('') + left.map((error) => `${JSON.stringify({ '@error': error })}\n`).join('');
}

/** An error as lines have it. */
function shown({ message, extensions }: GraphQLFormattedError): object {
  return { message, ...extensions };
}

function formatted({ code, message, retryable, facts }: ServiceError): GraphQLFormattedError {
  return { message, extensions: { ...facts, code, retryable } };
}

function notFound(store: string): GraphQLFormattedError {
  return formatted(new ServiceError('NOT_FOUND', 'The account has no store of this id.', { storeId: store }));
}
