import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { BridgePlacementReport } from './placing.js';
import { DateTime, Url } from './scalars.js';
import { Store } from './store.js';

@ObjectType('UserError', {
  description: 'Something that kept a mutation from being done and that the caller can mend.',
})
export class UserError {
  @Field(() => String, { description: 'What is wrong, for programs.' })
  code: string;

  @Field(() => String, { description: 'What is wrong, for people.' })
  message: string;

  @Field(() => [String], {
    nullable: true,
    description: 'Which argument, as a path from the mutation’s arguments; null where none.',
  })
  field?: string[] | null;

  @Field(() => Boolean, {
    description:
      'Whether nothing was changed and the same change may be tried again as it is; false where only something else helps.',
  })
  retryable?: boolean;
}

@ObjectType('BridgeDownload', { description: 'A bridge ready to be downloaded once and unzipped in the store’s root.' })
export class BridgeDownload {
  @Field(() => Url, {
    description:
      'A zip of the folder drawbridge/ (bridge.php, and config.php with the store’s key). It works once, for whoever holds it: keep it secret.',
  })
  downloadUrl: string;

  @Field(() => DateTime, { description: 'Until when it can be downloaded.' })
  expiresAt: Date;

  @Field(() => String, { description: 'The SHA-256 of the zip, in hexadecimal.' })
  sha256: string;
}

@InputType('ConnectStoreInput', { description: 'Which store to connect.' })
export class ConnectStoreInput {
  @Field(() => Url, { description: 'The store’s root; the bridge is expected at `<url>/drawbridge/bridge.php`.' })
  url: string;

  @Field(() => String, {
    nullable: true,
    description: 'A name of the caller’s choice; null: taken from the address, later from the store.',
  })
  name?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'The store’s platform, by its id as `platforms { id }` lists it; null: the bridge detects it.',
  })
  platform?: string | null;

  @Field(() => Url, {
    nullable: true,
    description: 'Where the bridge really is, when not at the default place; null: at the default place.',
  })
  bridgeUrl?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    description: 'Whether the bridge has the part for writing, and a config.php that allows it.',
  })
  writable?: boolean | null;
}

@ObjectType('ConnectStorePayload', { description: 'What came of `connectStore`.' })
export class ConnectStorePayload {
  @Field(() => Store, {
    nullable: true,
    description: 'The store, PENDING until verified; null where there are userErrors.',
  })
  store: Store | null;

  @Field(() => BridgeDownload, {
    nullable: true,
    description: 'The bridge to install; null where there are userErrors.',
  })
  bridge: BridgeDownload | null;

  @Field(() => [UserError], { description: 'What the caller can mend; empty on success.' })
  userErrors: UserError[];
}

@ObjectType('StorePayload', { description: 'What came of a mutation on a store.' })
export class StorePayload {
  @Field(() => Store, { nullable: true, description: 'The store as it is now; null where it is not known.' })
  store: Store | null;

  @Field(() => BridgePlacementReport, {
    nullable: true,
    description: 'How it went on the store’s server; null for what does nothing there.',
  })
  placement?: BridgePlacementReport | null;

  @Field(() => [UserError], { description: 'What the caller can mend; empty on success.' })
  userErrors: UserError[];
}

@ObjectType('IssueBridgePayload', { description: 'What came of `issueBridge` or `rotateStoreKey`.' })
export class IssueBridgePayload {
  @Field(() => Store, { nullable: true, description: 'The store; null where it is not known.' })
  store: Store | null;

  @Field(() => BridgeDownload, {
    nullable: true,
    description: 'The bridge to install; null where there are userErrors.',
  })
  bridge: BridgeDownload | null;

  @Field(() => [UserError], { description: 'What the caller can mend; empty on success.' })
  userErrors: UserError[];
}
