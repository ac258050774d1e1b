import type { ApolloServerPlugin } from '@apollo/server';
import { defaultFieldResolver, type GraphQLField, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import { globalIdOf } from '../model/ids.js';
import { ServiceError } from '../model/service-error.js';
import type { ChangedThing } from '../model/writing-results.js';
import type { GraphContext } from './context.js';
import type { ErrorFormatter } from './errors.js';
import { plainName } from './graph-names.js';

/**
 * Puts every mutation into the account's audit log once it was tried, whatever came of it. A mutation that cannot be put there
 * is answered with an error, even where it was done: nothing is done unseen.
 */
export function auditMutations(schema: GraphQLSchema): void {
  for (const field of Object.values(schema.getMutationType()?.getFields() ?? {})) {
    audit(field as GraphQLField<unknown, GraphContext>);
  }
}

function audit(field: GraphQLField<unknown, GraphContext>): void {
  const resolve = field.resolve ?? defaultFieldResolver;
  field.resolve = async (root, args, context, info) => {
    let payload: Payload = {};
    let outcome = 'INTERNAL_SERVER_ERROR';
    try {
      payload = (await resolve(root, args, context, info)) as Payload;
      outcome = payload.userErrors?.[0]?.code ?? 'OK';
      return payload;
    } catch (error) {
      if (error instanceof ServiceError) outcome = error.code;
      throw error;
    } finally {
      const noted = note(plainName(field), payload, outcome, args, context);
      // A database that did not answer is not waited for once more: the client gets an error already.
      if (outcome === 'REGISTRY_UNAVAILABLE') noted.catch(() => undefined);
      else await noted;
    }
  };
}

async function note(
  action: string,
  payload: Payload,
  outcome: string,
  args: Record<string, unknown>,
  context: GraphContext,
): Promise<void> {
  const { caller, administration, address = null } = context;
  const deed = { accountId: caller.accountId, actor: caller.actor, action, address };
  const log = administration.auditLog;
  for (const change of changesOf(payload)) await log.append({ ...deed, ...change });
  if (payload.results) return;
  await log.append({
    ...deed,
    detail: payload.apiKey?.prefix ?? payload.grant?.technician ?? null,
    storeId: payload.store?.storeId ?? payload.grant?.storeId ?? (await storeIn(args, context)),
    outcome,
  });
}

/** What of a mutation's payload the log takes. */
interface Payload {
  readonly store?: { readonly storeId: string } | null;
  readonly apiKey?: { readonly prefix: string } | null;
  readonly grant?: { readonly storeId: string; readonly technician: string } | null;
  readonly userErrors?: readonly { readonly code: string }[];
  readonly results?: readonly {
    readonly thing: ChangedThing;
    readonly userErrors: readonly { readonly code: string }[];
  }[];
}

/**
 * One entry for each store that a list of changes was of: which things, by native id, and what became of each change; no values.
 * The outcome is the first code that is not OK.
 */
function changesOf({ results = [] }: Payload) {
  const byStore = new Map<string, { detail: string[]; outcome: string }>();
  for (const { thing, userErrors } of results) {
    const code = userErrors[0]?.code ?? 'OK';
    // A store that the account does not have is none of its log's.
    const storeId = code === 'NOT_FOUND' && !thing.readable ? '' : thing.storeId;
    const entry = byStore.get(storeId) ?? { detail: [], outcome: 'OK' };
    byStore.set(storeId, entry);
    if (entry.outcome === 'OK') entry.outcome = code;
    entry.detail.push(`${thing.type} ${thing.nativeId} ${code}`);
  }
  return [...byStore].map(([storeId, { detail, outcome }]) => ({
    storeId: storeId || null,
    detail: detail.join('; '),
    outcome,
  }));
}

/** The store that the arguments name, where the account has it. */
async function storeIn(args: Record<string, unknown>, { loaders }: GraphContext): Promise<string | null> {
  const input = (args.input ?? {}) as Record<string, unknown>;
  for (const id of [args.storeId, args.id, input.storeId, input.id]) {
    try {
      const { storeId } = globalIdOf('Store', String(id));
      return (await loaders.store(storeId))?.id ?? null;
    } catch {
      // Not the id of a store: that of a key, say.
    }
  }
  return null;
}

/** Puts everything that is asked through a support access into the account's log, before it is answered. */
export function auditSupportAccess(formatError: ErrorFormatter): ApolloServerPlugin<GraphContext> {
  return {
    async requestDidStart({ contextValue }) {
      const { caller, administration, address = null } = contextValue;
      if (caller.supportAccessId === null) return {};
      return {
        async willSendResponse({ operation, response }) {
          // Mutations are in the log one by one.
          if (operation?.operation === 'mutation') return;
          const { body } = response;
          const errors = body.kind === 'single' ? body.singleResult.errors : undefined;
          const code = errors?.[0] ? errors[0].extensions?.code : 'OK';
          const deed = {
            accountId: caller.accountId,
            actor: caller.actor,
            action: 'supportAccess.query',
            detail: operation ? rootFieldsOf(operation) : null,
            storeId: caller.storeIds?.[0] ?? null,
            address,
            outcome: typeof code === 'string' ? code : 'INTERNAL_SERVER_ERROR',
          };
          try {
            await administration.auditLog.append(deed);
          } catch (error) {
            // What cannot be put into the log is not seen either.
            const { message } = error as Error;
            if (body.kind === 'single') body.singleResult = { errors: [formatError({ message }, error)] };
          }
        },
      };
    },
  };
}

/** The names of what is asked for at the root, fragments left aside; never an argument, which may be a shopper's. */
function rootFieldsOf({ selectionSet }: OperationDefinitionNode): string {
  const names = selectionSet.selections.map((one) => (one.kind === 'Field' ? one.name.value : '…'));
  return [...new Set(names)].join(' ').slice(0, 200);
}
