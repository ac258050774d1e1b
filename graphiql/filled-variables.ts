import { type DocumentNode, Kind, type OperationDefinitionNode, visit } from 'graphql';

/** What is known of the first store that the key can reach, to fill variables with. */
export interface FirstStore {
  readonly id: string;
  /** The native id of the first thing, by the name of the field of Store that finds one, such as `product`. */
  readonly nativeIds: Readonly<Record<string, string | undefined>>;
}

/** Asks for a `FirstStore`; what the key may not read is null in the answer. */
export const firstStoreQuery = /* GraphQL */ `
  query FirstStore {
    stores(first: 1, filter: { status: ACTIVE }) {
      nodes {
        id
        product: products(first: 1) { nodes { nativeId } }
        category: categories(first: 1) { nodes { nativeId } }
        order: orders(first: 1, orderBy: PLACED_AT_DESC) { nodes { nativeId customer { nativeId } } }
        customer: customers(first: 1) { nodes { nativeId } }
      }
    }
  }
`;

const dayMs = 86_400_000;

/**
 * Values for the variables of an example that have no default, by their names: `store`, `stores`, `from` and `to` (the last 30 days), and
 * `nativeId`, which is that of a thing of the field it is given to. Others are left out: an example works without them.
 */
export function filledVariables(example: DocumentNode, store: FirstStore | null, now: Date): Record<string, unknown> {
  const operation = example.definitions.find(
    (one): one is OperationDefinitionNode => one.kind === Kind.OPERATION_DEFINITION,
  );
  const nativeIds = nativeIdsIn(example);
  const values: Record<string, unknown> = {
    store: store?.id,
    stores: store && [store.id],
    from: new Date(now.getTime() - 30 * dayMs).toISOString(),
    to: now.toISOString(),
  };
  const filled: Record<string, unknown> = {};
  for (const { variable, defaultValue } of operation?.variableDefinitions ?? []) {
    const name = variable.name.value;
    const value = nativeIds.has(name) ? store?.nativeIds[nativeIds.get(name) ?? ''] : values[name];
    if (!defaultValue && value !== undefined && value !== null) filled[name] = value;
  }
  return filled;
}

/** Variables that are given as `nativeId`, each with the field that takes it. */
function nativeIdsIn(example: DocumentNode): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  visit(example, {
    Field(field) {
      for (const { name, value } of field.arguments ?? []) {
        if (name.value === 'nativeId' && value.kind === Kind.VARIABLE) found.set(value.name.value, field.name.value);
      }
    },
  });
  return found;
}
