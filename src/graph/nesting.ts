import { type DocumentNode, type FragmentDefinitionNode, GraphQLError, Kind, type SelectionSetNode } from 'graphql';

/**
 * How many selections may stand within one another, those of fragments too. Fragments make a query no deeper, and yet measuring and
 * executing go through each by functions that call themselves; no client's come near this.
 */
const maxNesting = 300;

const known = new WeakSet<DocumentNode>();

/** Throws QUERY_TOO_DEEP where selections and fragments nest deeper than may be. The document must be valid: fragments without circles. */
export function refuseNesting(document: DocumentNode): void {
  if (known.has(document)) return;
  const fragments = new Map(
    document.definitions.flatMap((one) =>
      one.kind === Kind.FRAGMENT_DEFINITION ? [[one.name.value, one] as const] : [],
    ),
  );
  const nesting = new Nesting(fragments);
  for (const one of document.definitions) if ('selectionSet' in one) nesting.below(one.selectionSet, 1);
  known.add(document);
}

/** Whether parsing ended because what it reads nests deeper than it can go. */
export function isTooNested({ originalError }: GraphQLError): boolean {
  const cause = originalError instanceof GraphQLError ? originalError.originalError : originalError;
  return cause instanceof RangeError;
}

/** What is said of either. */
export const tooNested = `The query nests selections, fragments, lists or objects more than ${maxNesting} deep.`;

class Nesting {
  readonly #heights = new Map<FragmentDefinitionNode, number>();

  constructor(private readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>) {}

  /** How many selections stand within one another from here on; `level` is how many it stands in itself, this one with it. */
  below({ selections }: SelectionSetNode, level: number): number {
    refuseBeyond(level);
    let height = 0;
    for (const node of selections) {
      const fragment = node.kind === Kind.FRAGMENT_SPREAD ? this.fragments.get(node.name.value) : undefined;
      const set = node.kind === Kind.FRAGMENT_SPREAD ? fragment?.selectionSet : node.selectionSet;
      if (!set) continue;
      const found = (fragment && this.#heights.get(fragment)) ?? this.below(set, level + 1);
      // What was found out further up may be too much here.
      refuseBeyond(level + found);
      if (fragment) this.#heights.set(fragment, found);
      height = Math.max(height, found);
    }
    return height + 1;
  }
}

function refuseBeyond(level: number): void {
  if (level <= maxNesting) return;
  throw new GraphQLError(tooNested, { extensions: { code: 'QUERY_TOO_DEEP', http: { status: 400 } } });
}
