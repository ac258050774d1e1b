import { Arg, Ctx, Mutation, Query, Resolver } from 'type-graphql';
import type { PlacementOutcome } from '../domain/bridge-placement.js';
import { StorePayload } from '../model/connecting.js';
import { globalIdOf } from '../model/ids.js';
import { InstallBridgeInput, UpdateStoreInput } from '../model/placing.js';
import { storePayload } from './connecting-resolver.js';
import type { GraphContext } from './context.js';

@Resolver()
export class PlacingResolver {
  @Query(() => [String], {
    description:
      'The addresses and CIDR blocks that the service’s calls to stores come from, for merchants’ firewalls; empty where the ' +
      'operator has not said. `/egress.json` says the same to anybody.',
  })
  egressAddresses(@Ctx() context: GraphContext): readonly string[] {
    return context.administration.egressAddresses;
  }

  @Mutation(() => StorePayload, {
    description:
      'Places the store’s bridge on its server and verifies it. It is uploaded beside what is there and exchanged by renaming; ' +
      'where it does not answer afterwards, what was there before is put back. An owner’s config.php is kept.',
  })
  async installBridge(
    @Arg('input', () => InstallBridgeInput, { description: 'Which store, where, and with which credentials.' })
    input: InstallBridgeInput,
    @Ctx() context: GraphContext,
  ): Promise<StorePayload> {
    const { storeId } = globalIdOf('Store', input.storeId);
    return placementPayload(
      await context.administration.placement.install(context.caller, { ...input, storeId }),
      context,
    );
  }

  @Mutation(() => StorePayload, {
    description:
      'Takes the store’s bridge away from its server. The store stays connected, PENDING until a bridge is installed again; ' +
      '`disconnectStore` forgets its key as well.',
  })
  async uninstallBridge(
    @Arg('input', () => InstallBridgeInput, { description: 'Which store, where, and with which credentials.' })
    input: InstallBridgeInput,
    @Ctx() context: GraphContext,
  ): Promise<StorePayload> {
    const { storeId } = globalIdOf('Store', input.storeId);
    return placementPayload(
      await context.administration.placement.uninstall(context.caller, { ...input, storeId }),
      context,
    );
  }

  @Mutation(() => StorePayload, {
    description:
      'Renames a store, or follows it to where it has moved. One that has moved is asked at once at its new address: it is ' +
      'ACTIVE where its bridge answers there, else PENDING until it is verified.',
  })
  async updateStore(
    @Arg('input', () => UpdateStoreInput, { description: 'Which store, and what is to change.' })
    input: UpdateStoreInput,
    @Ctx() context: GraphContext,
  ): Promise<StorePayload> {
    const { id, ...wanted } = input;
    const { storeId } = globalIdOf('Store', id);
    return storePayload(await context.administration.changes.update(context.caller, storeId, wanted), context);
  }
}

function placementPayload(outcome: PlacementOutcome, context: GraphContext): StorePayload {
  const { store, userErrors, steps, hostKey } = outcome;
  return {
    ...storePayload({ store, userErrors: [] }, context),
    userErrors: [...userErrors],
    placement: { steps, hostKey },
  };
}
