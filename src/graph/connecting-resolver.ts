import { Arg, Ctx, ID, Mutation, Resolver } from 'type-graphql';
import type { BridgeOutcome, StoreOutcome } from '../domain/store-connections.js';
import { ConnectStoreInput, ConnectStorePayload, IssueBridgePayload, StorePayload } from '../model/connecting.js';
import { globalIdOf } from '../model/ids.js';
import type { GraphContext } from './context.js';
import { storeObject } from './store-object.js';

const storeIdDescription = 'The store’s global id.';

@Resolver()
export class ConnectingResolver {
  @Mutation(() => ConnectStorePayload, {
    description:
      'Connects a store: it is PENDING until the bridge, which the payload offers for download, is unzipped in the store’s ' +
      'root and `verifyStore` is called.',
  })
  async connectStore(
    @Arg('input', () => ConnectStoreInput, { description: 'Which store to connect.' }) input: ConnectStoreInput,
    @Ctx() context: GraphContext,
  ): Promise<ConnectStorePayload> {
    return bridgePayload(await context.connections.connect(context.caller, input), context);
  }

  @Mutation(() => StorePayload, {
    description:
      'Asks the store’s bridge what it is and keeps the answer: platform, versions, key. The store is ACTIVE from then on. ' +
      'What keeps the bridge from answering is in `userErrors` where it can be mended by whoever installs it, under the code that ' +
      'queries give it; else it is an error with the reason in `extensions.code`.',
  })
  async verifyStore(
    @Arg('id', () => ID, { description: storeIdDescription }) id: string,
    @Ctx() context: GraphContext,
  ): Promise<StorePayload> {
    const { connections, caller } = context;
    return storePayload(await connections.verify(caller, globalIdOf('Store', id).storeId), context);
  }

  @Mutation(() => IssueBridgePayload, {
    description: 'Issues the store’s bridge anew, with the key it has. Download links issued before no longer work.',
  })
  async issueBridge(
    @Arg('storeId', () => ID, { description: storeIdDescription }) storeId: string,
    @Arg('writable', () => Boolean, {
      nullable: true,
      description:
        'Whether this bridge, and those issued for the store later, have the part for writing, and a config.php that allows it; ' +
        'null: as the one before.',
    })
    writable: boolean | null,
    @Ctx() context: GraphContext,
  ): Promise<IssueBridgePayload> {
    const { connections, caller } = context;
    const id = globalIdOf('Store', storeId).storeId;
    return bridgePayload(await connections.issueBridge(caller, id, writable ?? null), context);
  }

  @Mutation(() => IssueBridgePayload, {
    description:
      'Makes a new key for the store and issues a bridge that knows both. The old key is used until the store is verified with ' +
      'the new one, and is worth nothing after that.',
  })
  async rotateStoreKey(
    @Arg('storeId', () => ID, { description: storeIdDescription }) storeId: string,
    @Ctx() context: GraphContext,
  ): Promise<IssueBridgePayload> {
    const { connections, caller } = context;
    return bridgePayload(await connections.rotateKey(caller, globalIdOf('Store', storeId).storeId), context);
  }

  @Mutation(() => StorePayload, {
    description: 'Drops the cached configuration of the store, so that it is read anew.',
  })
  async refreshStoreConfig(
    @Arg('storeId', () => ID, { description: storeIdDescription }) storeId: string,
    @Ctx() context: GraphContext,
  ): Promise<StorePayload> {
    const { connections, caller } = context;
    return storePayload(await connections.refreshConfig(caller, globalIdOf('Store', storeId).storeId), context);
  }

  @Mutation(() => StorePayload, {
    description:
      'Forgets the store’s keys and links; it is not asked anything from then on, until it is connected again.',
  })
  async disconnectStore(
    @Arg('storeId', () => ID, { description: storeIdDescription }) storeId: string,
    @Ctx() context: GraphContext,
  ): Promise<StorePayload> {
    const { connections, caller } = context;
    return storePayload(await connections.disconnect(caller, globalIdOf('Store', storeId).storeId), context);
  }
}

/** The payload of a mutation on a store, which later fields of the same request then see as it is now. */
export function storePayload({ store, userErrors }: StoreOutcome, { loaders, platforms }: GraphContext): StorePayload {
  if (store) loaders.changed(store);
  return { store: store && storeObject(store, platforms), userErrors: [...userErrors] };
}

function bridgePayload(outcome: BridgeOutcome, context: GraphContext): IssueBridgePayload {
  return { ...storePayload(outcome, context), bridge: outcome.bridge };
}
