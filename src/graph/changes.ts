import type { Outcome, WantedAct } from '../domain/store-writing.js';
import type { UserError } from '../model/connecting.js';
import { type NodeType, parseGlobalId, type StoreNodeType } from '../model/ids.js';
import { ServiceError } from '../model/service-error.js';
import type { ChangedThing } from '../model/writing-results.js';
import { faultOfForm } from './act-forms.js';
import type { GraphContext } from './context.js';

/** The most changes that one mutation takes. */
export const maxChanges = 250;

/** Every code that a change's own `userErrors` can hold beside those of stores that do not answer (`STORE_…`). */
export const writingErrorCodes = [
  'NOT_FOUND',
  'STALE',
  'INVALID',
  'UNSUPPORTED',
  'READ_ONLY',
  'AREA_CLOSED',
  'NOT_TRACKED',
  'REFUSED',
  'OUTCOME_UNKNOWN',
  'NOT_BEGUN',
  'ID_REUSED',
  'LEDGER_UNAVAILABLE',
] as const;

/** A change as a mutation's argument gives it, before it is known whether there is such a store. */
export interface GivenChange {
  /** The global id of the thing that it is of. */
  readonly id: string;
  /** What tells it from another change of the same thing; the same thing twice is refused. */
  readonly part?: string | null;
  /** The act that makes it, of the thing that the id names; arguments that are null or undefined are left out. */
  readonly act: (of: { readonly type: StoreNodeType; readonly nativeId: string }) => Pick<WantedAct, 'do' | 'with'>;
  /** What is wrong with it, whatever the store holds; null where nothing is. */
  readonly fault?: UserError | null;
}

/** What became of a change, with what its result's resolvers go by. */
export interface Changed {
  readonly thing: ChangedThing;
  readonly userErrors: UserError[];
}

/** A list of changes, and the argument that holds it. */
export interface GivenChanges {
  readonly argument: string;
  /** The name of the argument, within a change, that holds the id. */
  readonly idField: string;
  readonly types: readonly Extract<StoreNodeType, ChangedThing['type']>[];
  readonly changes: readonly GivenChange[];
  readonly idempotencyKey: string | null;
  /** The mutation's name and all of its arguments. */
  readonly asked: unknown;
}

/**
 * Makes the changes of a mutation and says what became of each, in order. Throws BAD_USER_INPUT for a list that is not well formed,
 * and nothing is changed then.
 */
export async function makeChanges(given: GivenChanges, context: GraphContext): Promise<readonly Changed[]> {
  const things = readThings(given);
  if (given.idempotencyKey !== null && !/^[\s\S]{1,255}$/u.test(given.idempotencyKey)) {
    throw new ServiceError('BAD_USER_INPUT', 'idempotencyKey must have 1 to 255 characters.', {
      argument: 'idempotencyKey',
    });
  }
  const { loaders, caller, sessions, writing } = context;
  const stores = await Promise.all(things.map(({ storeId }) => loaders.store(storeId)));
  const known = [...new Map(stores.flatMap((store) => (store ? [[store.id, store] as const] : []))).values()];
  sessions.foresee(known);

  const acts: WantedAct[] = [];
  const places: number[] = [];
  const faults = given.changes.map(({ fault }) => fault ?? null);
  given.changes.forEach((change, place) => {
    const [store, thing] = [stores[place], things[place]];
    if (!store || !thing || change.fault) return;
    const { do: name, with: args } = change.act(thing);
    const asked = withoutEmpty(args);
    faults[place] = faultOfForm(asked, given.idField);
    if (faults[place]) return;
    acts.push({ store, place, do: name, with: asked });
    places.push(place);
  });
  const outcomes = await writing.perform(
    {
      accountId: caller.accountId,
      idempotencyKey: given.idempotencyKey,
      asked: JSON.stringify(given.asked),
      acts,
    },
    sessions,
  );
  // What was read before the changes is not what the stores hold now.
  loaders.forgetThings();
  const byPlace = new Map(places.map((place, i) => [place, outcomes[i]]));
  return things.map((thing, place): Changed => {
    const outcome = byPlace.get(place);
    const own = faults[place];
    const errors = own ? [own] : outcome ? errorsOf(outcome) : [noSuchStore];
    const userErrors = errors.map((error) => ({
      ...error,
      field: error.field ? [given.argument, String(place), ...error.field] : [given.argument, String(place)],
    }));
    const unreachable = userErrors.some(({ code }) => code.startsWith('STORE_'));
    const readable = Boolean(stores[place]) && !unreachable;
    return { thing: { ...thing, readable, shipmentId: outcome?.shipment ?? null }, userErrors };
  });
}

const noSuchStore: UserError = {
  code: 'NOT_FOUND',
  message: 'The account has no store of this id.',
  field: ['id'],
  retryable: false,
};

/** A fault of a change that no store need be asked about. */
export function invalid(message: string, ...field: string[]): UserError {
  return { code: 'INVALID', message, field, retryable: false };
}

function errorsOf({ fault }: Outcome): UserError[] {
  if (!fault) return [];
  const { code, message, field, retryable } = fault;
  return [{ code, message, field: [...field], retryable }];
}

function readThings({ argument, idField, types, changes }: GivenChanges) {
  const refuse = (message: string): never => {
    throw new ServiceError('BAD_USER_INPUT', message, { argument });
  };
  if (changes.length < 1 || changes.length > maxChanges) {
    refuse(`${argument} must have 1 to ${maxChanges} entries, but got: ${changes.length}`);
  }
  const seen = new Set<string>();
  return changes.map(({ id, part }, place) => {
    const parsed = parseGlobalId(id);
    const isOne = (type: NodeType): type is ChangedThing['type'] => (types as readonly NodeType[]).includes(type);
    if (!parsed || parsed.type === 'Store' || !isOne(parsed.type)) {
      const given = JSON.stringify(id.slice(0, 80));
      return refuse(
        `${argument}.${place}.${idField} must be the global id of a ${types.join(' or ')}, but got: ${given}`,
      );
    }
    const name = JSON.stringify([id, part ?? null]);
    if (seen.has(name)) refuse(`${argument} must name each thing once, but got ${argument}.${place} twice`);
    seen.add(name);
    return { storeId: parsed.storeId, type: parsed.type, nativeId: parsed.nativeId };
  });
}

/** Arguments without those that are not given; an explicit null stays where it means something, as for a sale. */
function withoutEmpty(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).filter(([name, value]) => value !== undefined && (value !== null || name === 'salePrice')),
  );
}
