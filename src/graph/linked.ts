import type { GraphQLResolveInfo } from 'graphql';
import { type AsRead, valueRead } from '../model/as-read.js';
import type { ServiceError } from '../model/service-error.js';
import type { GraphContext } from './context.js';
import type { StoreNodes } from './entity-loaders.js';
import { selectionBelow } from './selection.js';

/** The thing that a native id leads to; null for none and for one that is gone. Throws what kept the id from being read. */
export async function linked<K extends keyof StoreNodes>(
  kind: K,
  storeId: string,
  nativeId: string | ServiceError | null,
  context: GraphContext,
  info: GraphQLResolveInfo,
): Promise<AsRead<StoreNodes[K]> | null> {
  const id = valueRead(nativeId);
  return id === null ? null : context.loaders.thing(kind, storeId, id, selectionBelow(context, info));
}
