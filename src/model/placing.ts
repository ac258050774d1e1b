import { Field, ID, InputType, Int, ObjectType, registerEnumType } from 'type-graphql';
import { Url } from './scalars.js';

export const UploadProtocol = { FTP: 'FTP', FTPS: 'FTPS', SFTP: 'SFTP' } as const;
export type UploadProtocol = keyof typeof UploadProtocol;
registerEnumType(UploadProtocol, {
  name: 'UploadProtocol',
  description: 'How files get onto a store’s server.',
  valuesConfig: {
    FTP: {
      description:
        'FTP without encryption: the password can be read on the way. Use it only where the host offers nothing else.',
    },
    FTPS: { description: 'FTP with explicit TLS; the server’s certificate is checked.' },
    SFTP: { description: 'Files over SSH; the server’s host key is shown, and pinned when it is first seen.' },
  },
});

export const PlacementStepName = {
  LOG_IN: 'LOG_IN',
  FIND_STORE: 'FIND_STORE',
  FIND_BRIDGE: 'FIND_BRIDGE',
  UPLOAD: 'UPLOAD',
  EXCHANGE: 'EXCHANGE',
  VERIFY: 'VERIFY',
  CLEAN_UP: 'CLEAN_UP',
  REMOVE: 'REMOVE',
  UNDO: 'UNDO',
} as const;
export type PlacementStepName = keyof typeof PlacementStepName;
registerEnumType(PlacementStepName, {
  name: 'PlacementStepName',
  description: 'A step of placing a bridge or taking it away.',
  valuesConfig: {
    LOG_IN: { description: 'Connecting, checking who the server is, logging in, entering the directory.' },
    FIND_STORE: { description: 'Looking whether a store lies in the directory.' },
    FIND_BRIDGE: { description: 'Looking whether a bridge is there already, and whose.' },
    UPLOAD: { description: 'Uploading into a new folder beside what is there.' },
    EXCHANGE: { description: 'Renaming, so that the new folder takes the place of the old.' },
    VERIFY: { description: 'Asking the bridge, at the store’s address, what it is.' },
    CLEAN_UP: { description: 'Deleting what was replaced.' },
    REMOVE: { description: 'Taking the bridge away.' },
    UNDO: { description: 'Putting back what was there before.' },
  },
});

@ObjectType('PlacementStep', { description: 'One step that was taken on a store’s server.' })
export class PlacementStep {
  @Field(() => PlacementStepName, { description: 'Which step.' })
  name: PlacementStepName;

  @Field(() => Boolean, { description: 'Whether it succeeded; false for the one that ended it.' })
  succeeded: boolean;

  @Field(() => Int, { description: 'How long it took, in milliseconds.' })
  durationMs: number;
}

@ObjectType('BridgePlacement', { description: 'How placing a bridge, or taking it away, went.' })
export class BridgePlacementReport {
  @Field(() => [PlacementStep], { description: 'The steps that were taken, in their order.' })
  steps: readonly PlacementStep[];

  @Field(() => String, {
    nullable: true,
    description:
      'The fingerprint of the server’s host key, as `ssh-keygen -l` shows it; null where it was not reached or speaks no SFTP.',
  })
  hostKey: string | null;
}

@InputType('InstallBridgeInput', {
  description:
    'Where a bridge is to be placed and with which credentials. They serve this upload alone: they are never stored and never logged.',
})
export class InstallBridgeInput {
  @Field(() => ID, { description: 'The store’s global id.' })
  storeId: string;

  @Field(() => UploadProtocol, { description: 'How files get onto its server.' })
  protocol: UploadProtocol;

  @Field(() => String, { description: 'The server’s name or IP address; a public one.' })
  host: string;

  @Field(() => Int, { nullable: true, description: 'The port; null: the protocol’s own, 21 or 22.' })
  port?: number | null;

  @Field(() => String, { description: 'Who logs in.' })
  username: string;

  @Field(() => String, {
    nullable: true,
    description: 'The password; with a private key, the phrase that opens it, or null where it needs none.',
  })
  password?: string | null;

  @Field(() => String, { nullable: true, description: 'SFTP alone: a private key instead of a password.' })
  privateKey?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'SFTP alone: the host key that the server must have, as `SHA256:…`. Null: the one that it had when the account first ' +
      'uploaded there, or whichever it has the first time.',
  })
  hostKey?: string | null;

  @Field(() => String, {
    description: 'The store’s root on that server, such as `public_html`: absolute, or below where the login begins.',
  })
  directory: string;

  @Field(() => Boolean, {
    nullable: true,
    description: 'True: a bridge of another store or service that lies there may be replaced or taken away.',
  })
  replaceOther?: boolean | null;
}

@InputType('UpdateStoreInput', { description: 'What is to change about a store; what is left out stays.' })
export class UpdateStoreInput {
  @Field(() => ID, { description: 'The store’s global id.' })
  id: string;

  @Field(() => String, { nullable: true, description: 'Its new name, of at most 200 characters.' })
  name?: string | null;

  @Field(() => Url, { nullable: true, description: 'The store’s root where it has moved to.' })
  url?: string | null;

  @Field(() => Url, {
    nullable: true,
    description: 'Where its bridge is now; null: at the same place below the new root as it was below the old one.',
  })
  bridgeUrl?: string | null;
}
