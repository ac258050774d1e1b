import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { capabilities } from './capability.js';
import { Node } from './node.js';
import { DateTime, Url } from './scalars.js';

export const StoreStatus = {
  PENDING: 'PENDING',
  ACTIVE: 'ACTIVE',
  UNREACHABLE: 'UNREACHABLE',
  DISCONNECTED: 'DISCONNECTED',
} as const;
export type StoreStatus = keyof typeof StoreStatus;
registerEnumType(StoreStatus, {
  name: 'StoreStatus',
  description: 'How things stand between the service and a store.',
  valuesConfig: {
    PENDING: { description: 'Connected, but its bridge has not answered yet: install it, then call `verifyStore`.' },
    ACTIVE: { description: 'Its bridge answered when it was last verified.' },
    UNREACHABLE: { description: 'Its bridge did not answer when it was last verified.' },
    DISCONNECTED: { description: 'Its keys are gone from the service; it is not asked anything.' },
  },
});

export const ConnectionKind = { BRIDGE: 'BRIDGE', API: 'API' } as const;
export type ConnectionKind = keyof typeof ConnectionKind;
registerEnumType(ConnectionKind, {
  name: 'ConnectionKind',
  description: 'How the service reaches stores of a platform.',
  valuesConfig: {
    BRIDGE: { description: 'Through bridge.php, a small signed file in the store’s root.' },
    API: { description: 'Through the platform’s own API.' },
  },
});

const vocabulary = Object.entries(capabilities)
  .map(([name, meaning]) => `\`${name}\`: ${meaning}`)
  .join('; ');

@ObjectType('Platform', { description: 'A kind of store software that the service understands.' })
export class PlatformInfo {
  @Field(() => ID, { description: 'The platform’s id: capital letters and digits that never change.' })
  id: string;

  @Field(() => String, { description: 'The platform’s name, for people.' })
  name: string;

  @Field(() => ConnectionKind, { description: 'How its stores are reached.' })
  connection: ConnectionKind;

  @Field(() => String, { description: 'The versions understood, such as `3.0 – 4.1`.' })
  supportedVersions: string;

  @Field(() => [String], {
    description: `What can be asked of its stores; anything else is answered as empty or null. ${vocabulary}.`,
  })
  capabilities: readonly string[];
}

@ObjectType('Bridge', { description: 'What is known of the bridge of a store.' })
export class Bridge {
  @Field(() => Url, { description: 'Where the bridge answers.' })
  url: string;

  @Field(() => String, { description: 'The version of bridge.php.' })
  version: string;

  @Field(() => Int, { description: 'The version of the bridge protocol it speaks.' })
  protocolVersion: number;

  @Field(() => String, { nullable: true, description: 'The version of PHP at the store; null where it is not known.' })
  phpVersion: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The kind and version of the store’s database; null where it is not known.',
  })
  databaseVersion: string | null;

  @Field(() => Boolean, {
    description: 'Whether it is older than the bridge that the service issues; issue it anew then.',
  })
  outdated: boolean;

  @Field(() => Boolean, { description: 'Whether the owner’s config.php allows writing; false: reading only.' })
  writable: boolean;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Whether it knows a request that is sent to it again; false where PHP can write nothing beside it, and it then answers again for ' +
      'up to two minutes. Null where its version does not say.',
  })
  replayProtection: boolean | null;

  @Field(() => String, { description: 'The id of the key that requests are signed with; not a secret.' })
  keyId: string;

  @Field(() => DateTime, { nullable: true, description: 'When the key was last replaced; null where it never was.' })
  keyRotatedAt: Date | null;
}

export const StoreWarningCode = {
  BRIDGE_OUTDATED: 'BRIDGE_OUTDATED',
  REPLAYS_NOT_DETECTED: 'REPLAYS_NOT_DETECTED',
} as const;
export type StoreWarningCode = keyof typeof StoreWarningCode;
registerEnumType(StoreWarningCode, {
  name: 'StoreWarningCode',
  description: 'What is not as it should be with a store that answers.',
  valuesConfig: {
    BRIDGE_OUTDATED: { description: 'Its bridge is older than the one that the service issues: issue it anew.' },
    REPLAYS_NOT_DETECTED: {
      description:
        'Its bridge cannot note which requests it has seen, so one that somebody records can be sent to it again for up to two minutes: ' +
        'let PHP write in the folder `drawbridge/nonces` of the store, then call `verifyStore`.',
    },
  },
});

@ObjectType('StoreWarning', {
  description:
    'Something about a store that its owner should mend, though it answers. As of when it was last verified.',
})
export class StoreWarning {
  @Field(() => StoreWarningCode, { description: 'What it is, for programs.' })
  code: StoreWarningCode;

  @Field(() => String, { description: 'What it is and what to do, for people.' })
  message: string;
}

@ObjectType('StoreCounts', { description: 'How many things a store holds. Each is counted only where it is selected.' })
export class StoreCounts {
  @Field(() => Int, { description: 'Products, whatever their status.' })
  products?: number;

  @Field(() => Int, { description: 'Variants of products.' })
  variants?: number;

  @Field(() => Int, { description: 'Categories, without technical roots.' })
  categories?: number;

  @Field(() => Int, { description: 'Orders, without unfinished checkouts.' })
  orders?: number;

  @Field(() => Int, { description: 'Customers, without guests.' })
  customers?: number;
}

@ObjectType('Store', {
  implements: Node,
  description:
    'An online store connected to the service. Fields that ask the store are nullable, so that a store that does not answer ' +
    'costs its own fields and nothing else: the field is null and `errors` says why, with `extensions.code` and `extensions.storeId`.',
})
export class Store extends Node {
  /** UUID of the store. */
  storeId: string;

  @Field(() => String, { description: 'The store’s name as given when it was connected, or as the store told since.' })
  name: string;

  @Field(() => Url, { description: 'The store’s root, with a trailing slash.' })
  url: string;

  @Field(() => PlatformInfo, {
    nullable: true,
    description: 'The store’s platform; null until first verified, unless given at connection.',
  })
  platform: PlatformInfo | null;

  @Field(() => String, {
    nullable: true,
    description: 'The platform’s version as the store reports it; null until first verified.',
  })
  platformVersion: string | null;

  @Field(() => StoreStatus, { description: 'How things stand with the store.' })
  status: StoreStatus;

  @Field(() => DateTime, { description: 'When it was connected.' })
  connectedAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When its bridge last answered a verification; null until it first did.',
  })
  lastVerifiedAt: Date | null;

  @Field(() => Bridge, { nullable: true, description: 'What is known of its bridge; null until first verified.' })
  bridge: Bridge | null;

  @Field(() => [StoreWarning], {
    description:
      'What its owner should mend, though it answers; empty where there is nothing, and for a store that was let go.',
  })
  warnings: readonly StoreWarning[];
}

@InputType('StoreFilter', { description: 'Which stores are wanted. Every condition given must hold.' })
export class StoreFilter {
  @Field(() => String, {
    nullable: true,
    description: 'The name or the address contains this text; upper and lower case are alike.',
  })
  search?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Only stores of this platform, by its id as `platforms { id }` lists it.',
  })
  platform?: string | null;

  @Field(() => StoreStatus, { nullable: true, description: 'Only stores of this status.' })
  status?: StoreStatus | null;

  @Field(() => Boolean, {
    nullable: true,
    description:
      'Only stores whose bridge is older than the one that the service issues (true), or is not (false); those whose bridge has never ' +
      'answered are among neither.',
  })
  bridgeOutdated?: boolean | null;
}
