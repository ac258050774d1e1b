import 'reflect-metadata';
import { type GraphQLNamedOutputType, type GraphQLResolveInfo, getNamedType, isObjectType } from 'graphql';
import { ArgsType, Field, Int } from 'type-graphql';
import type { Connection } from '../model/connections.js';
import type { Keyset, Page, PageRequest } from '../model/page.js';
import type { Selection } from '../model/selection.js';
import { ServiceError } from '../model/service-error.js';
import type { ExportedPage, GraphContext } from './context.js';
import { CursorCodec, type CursorList } from './cursor.js';
import { LateConnection } from './late-connection.js';
import { selectionBelow, selectionOfNodes } from './selection.js';
import { pathOf, wholeRecords } from './whole-records.js';

export const defaultPageSize = 20;
export const maxPageSize = 250;
/** The most rows of `inventoryLevels`, which are small. */
export const maxLevels = 5_000;

@ArgsType()
export class PagingArgs {
  @Field(() => Int, {
    nullable: true,
    description: 'The first rows wanted, 1 to 250; 20 where neither this nor `last` is given.',
  })
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only rows after this cursor of the same list; null: from the start.',
  })
  after?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: 'The last rows wanted, 1 to 250, instead of `first`; never with it.',
  })
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'Only rows before this cursor of the same list; null: up to the end.',
  })
  before?: string | null;
}

/** What of a page is asked for, as far as every list has it. */
export type PageWanted = Pick<
  PageRequest<never, never>,
  'limit' | 'backward' | 'after' | 'before' | 'selection' | 'totalCount'
>;

/** What is told of a page that is asked for, where somebody would know it. */
export interface PageTold {
  /** It has been asked for. */
  sent(): void;
  /** It has come, and the next one begins after this place; null where none follows. Rows are read once this resolves. */
  ends(at: Keyset | null): Promise<void>;
}

/** The number of rows wanted; throws BAD_USER_INPUT, naming the argument, where it is not 1 to `most`. */
export function pageSize(value: number | null | undefined, argument: string, most = maxPageSize): number {
  const size = value ?? defaultPageSize;
  if (size < 1 || size > most) {
    throw new ServiceError('BAD_USER_INPUT', `${argument} must be from 1 to ${most}, but got: ${size}`, {
      argument,
    });
  }
  return size;
}

/** Reads paging arguments and what is selected of the page; throws BAD_USER_INPUT, naming the argument, for what makes no sense. */
export function pageWanted(
  args: PagingArgs,
  cursors: CursorCodec,
  selection: Selection,
  most = maxPageSize,
): PageWanted {
  const { first, last } = args;
  if (isGiven(first) && isGiven(last)) {
    throw new ServiceError('BAD_USER_INPUT', 'first and last must not be given together, but got both.', {
      argument: 'last',
    });
  }
  const backward = isGiven(last);
  const size = backward ? pageSize(last, 'last', most) : pageSize(first, 'first', most);
  const place = (cursor: string | null | undefined, argument: string): Keyset | null =>
    isGiven(cursor) ? cursors.read(cursor, argument) : null;
  return {
    limit: selection.has('nodes', 'edges', 'pageInfo') ? size : 0,
    backward,
    after: place(args.after, 'after'),
    before: place(args.before, 'before'),
    selection: selectionOfNodes(selection),
    totalCount: selection.has('totalCount'),
  };
}

/**
 * Answers a connection field: reads its arguments, asks for the page (not at all where nothing of it is selected), gives it cursors.
 * A record that cannot be answered is left out and reported to `context`; its place counts all the same.
 */
export async function connectionFor<T, N = T>(
  context: Pick<GraphContext, 'refusals' | 'report' | 'exported' | 'times'>,
  list: CursorList,
  args: PagingArgs,
  info: GraphQLResolveInfo,
  ask: (wanted: PageWanted, told?: PageTold) => Promise<Page<T>>,
  toNode: (row: T) => N = (row) => row as unknown as N,
): Promise<Connection<N>> {
  const cursors = new CursorCodec(list);
  const selected = selectionBelow(context, info);
  const exported = exportedAt(info, context);
  const wanted = pageWanted(args, cursors, selected, exported?.widest);
  const empty: Page<T> = { rows: [], hasMore: false, totalCount: null };
  const page =
    wanted.limit > 0 || wanted.totalCount ? await ask(wanted, exported && told(exported, context, cursors)) : empty;
  const of = {
    type: nodeTypeOf(info),
    selection: wanted.selection,
    path: [...pathOf(info), selected.has('edges') ? 'edges' : 'nodes'],
  };
  const records = page.rows.map(({ node }) => node);
  const nodes = [...wholeRecords(records, of, context)].map(([i, node]) => ({ node: toNode(node), row: page.rows[i] }));
  const cursorOf = (row: { at: Keyset } | undefined) => (row ? cursors.write(row.at) : null);
  return new LateConnection(
    nodes.map(({ node }) => node),
    page.totalCount,
    {
      edges: () => nodes.map(({ node, row }) => ({ node, cursor: cursorOf(row) ?? '' })),
      pageInfo: () => ({
        hasNextPage: wanted.backward ? wanted.before !== null : page.hasMore,
        hasPreviousPage: wanted.backward ? page.hasMore : wanted.after !== null,
        startCursor: cursorOf(page.rows[0]),
        endCursor: cursorOf(page.rows.at(-1)),
      }),
    },
  );
}

/** The page of an export that a list is: the store's own list, and none below it. */
function exportedAt(
  { path }: GraphQLResolveInfo,
  { exported }: Pick<GraphContext, 'exported'>,
): ExportedPage | undefined {
  return path.prev?.prev ? undefined : exported;
}

/** What is told of the list that is being exported. */
function told(exported: ExportedPage, { times }: Pick<GraphContext, 'times'>, cursors: CursorCodec): PageTold {
  return {
    sent: () => exported.sent(),
    async ends(at) {
      const came = performance.now();
      await exported.ends(at && cursors.write(at));
      if (times) times.heldMs += performance.now() - came;
    },
  };
}

/** The type of the things in a connection or a feed. */
export function nodeTypeOf(info: GraphQLResolveInfo): GraphQLNamedOutputType {
  const connection = getNamedType(info.returnType);
  const nodes = isObjectType(connection) ? connection.getFields().nodes : undefined;
  if (!nodes) throw new Error(`a connection must have nodes, but got: ${connection.name}`);
  return getNamedType(nodes.type);
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
