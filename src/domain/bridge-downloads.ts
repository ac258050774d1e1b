import { createHash } from 'node:crypto';
import { type Zippable, zipSync } from 'fflate';
import type { RegistryDatabase } from '../infrastructure/database.js';
import { ServiceError } from '../model/service-error.js';
import type { CredentialVault, StoreKeys } from './credential-vault.js';

/** A link to a bridge as its payload shows it. */
export interface IssuedDownload {
  readonly downloadUrl: string;
  readonly expiresAt: Date;
  /** Of the zip, in hexadecimal. */
  readonly sha256: string;
}

/** A bridge that waits to be downloaded, for whoever was given its link. */
export interface WaitingBridge {
  readonly storeUrl: string;
  readonly bridgeUrl: string;
  readonly expiresAt: Date;
  /** Of the zip, in hexadecimal. */
  readonly sha256: string;
}

/** One text file of the zip; the path begins with `drawbridge/`. */
export interface BridgeFile {
  readonly path: string;
  readonly content: string;
}

/** Makes the files of `drawbridge/`: these keys (id => secret in base64url), and the platform's part alone where it is known. */
export type BridgeFiles = (options: {
  readonly keys: Readonly<Record<string, string>>;
  readonly connector: string | null;
  /** Whether it has the part for writing, and its config.php allows that. */
  readonly write: boolean;
}) => readonly BridgeFile[];

/** What downloads are made of. */
export interface DownloadParts {
  readonly database: RegistryDatabase;
  readonly vault: CredentialVault;
  readonly bridgeFiles: BridgeFiles;
  readonly randomBytes: (size: number) => Buffer;
  readonly now: () => Date;
  readonly linkSeconds: number;
  /** Where clients reach the service, without a trailing slash. */
  readonly publicUrl: () => string;
  /** Puts into the account's log, within the transaction, that the bridge of a store was taken by somebody at this address. */
  readonly onTaken: (database: RegistryDatabase, storeId: string, address: string | null) => Promise<unknown>;
}

/** A one-use link, by which a store's bridge is fetched with the keys it shares with the service. */
export class BridgeDownloads {
  constructor(private readonly parts: DownloadParts) {}

  /** The same downloads inside a transaction. */
  within(database: RegistryDatabase): BridgeDownloads {
    return new BridgeDownloads({ ...this.parts, database, vault: this.parts.vault.within(database) });
  }

  /** Makes a link for the store's keys as they are; links of the same store made before it no longer work. */
  async issue(store: {
    readonly id: string;
    readonly platformId: string | null;
    readonly writeWanted: boolean;
  }): Promise<IssuedDownload> {
    const { database, now } = this.parts;
    const createdAt = now();
    const { platformId, writeWanted } = store;
    const keys = await this.parts.vault.openKeys(store.id);
    const zip = this.#zip(keys, { connector: platformId, write: writeWanted }, createdAt);
    const token = this.parts.randomBytes(32).toString('base64url');
    const expiresAt = new Date(createdAt.getTime() + this.parts.linkSeconds * 1000);
    const sha256 = hexSha256(zip);
    await database
      .deleteFrom('bridge_downloads')
      .where((eb) => eb.or([eb('store_id', '=', store.id), eb('expires_at', '<=', createdAt)]))
      .execute();
    await database
      .insertInto('bridge_downloads')
      .values({
        token_sha256: hexSha256(token),
        store_id: store.id,
        platform_id: platformId,
        writable: writeWanted,
        zip_sha256: sha256,
        created_at: createdAt,
        expires_at: expiresAt,
      })
      .execute();
    return { downloadUrl: `${this.parts.publicUrl()}/download/${token}`, expiresAt, sha256 };
  }

  /** What waits behind a link; null where it is unknown, used, expired or void. It is not used up by this. */
  async waiting(token: string): Promise<WaitingBridge | null> {
    const link = await this.parts.database
      .selectFrom('bridge_downloads')
      .innerJoin('stores', 'stores.id', 'bridge_downloads.store_id')
      .select(['url', 'bridge_url', 'expires_at', 'zip_sha256'])
      .where('token_sha256', '=', hexSha256(token))
      .where('expires_at', '>', this.parts.now())
      .executeTakeFirst();
    if (!link) return null;
    return { storeUrl: link.url, bridgeUrl: link.bridge_url, expiresAt: link.expires_at, sha256: link.zip_sha256 };
  }

  /**
   * The zip behind a link, this once. Throws NOT_FOUND where the link is unknown, used, expired or void, and where what it
   * was issued for has changed since (the store's keys, or the service's version).
   */
  async take(token: string, address: string | null = null): Promise<Uint8Array> {
    const zip = await this.parts.database.transaction().execute(async (database) => {
      const link = await database
        .deleteFrom('bridge_downloads')
        .where('token_sha256', '=', hexSha256(token))
        .where('expires_at', '>', this.parts.now())
        .returning(['store_id', 'platform_id', 'zip_sha256', 'created_at', 'writable'])
        .executeTakeFirst();
      if (!link) return null;
      const keys = await this.parts.vault.within(database).openKeys(link.store_id);
      const built = this.#zip(keys, { connector: link.platform_id, write: link.writable }, link.created_at);
      if (hexSha256(built) !== link.zip_sha256) return null;
      await this.parts.onTaken(database, link.store_id, address);
      return built;
    });
    if (!zip) {
      throw new ServiceError('NOT_FOUND', 'The link was used, has expired or never was; issue a new bridge.');
    }
    return zip;
  }

  /** Makes every link of a store void. */
  async void(storeId: string): Promise<void> {
    await this.parts.database.deleteFrom('bridge_downloads').where('store_id', '=', storeId).execute();
  }

  #zip(
    { active, next }: StoreKeys,
    of: { readonly connector: string | null; readonly write: boolean },
    createdAt: Date,
  ): Uint8Array {
    const keys = Object.fromEntries(
      (next ? [active, next] : [active]).map(({ id, secret }) => [id, Buffer.from(secret).toString('base64url')]),
    );
    return zipOf([...this.parts.bridgeFiles({ keys, ...of }), ...nonceFolder], createdAt);
  }
}

/** The folder in which a bridge notes the requests that it has seen, so that it is there and closed from the start. */
const nonceFolder: readonly BridgeFile[] = [
  {
    path: 'drawbridge/nonces/.htaccess',
    content: [
      '<IfModule mod_authz_core.c>\n    Require all denied\n</IfModule>',
      '<IfModule !mod_authz_core.c>\n    Order allow,deny\n    Deny from all\n</IfModule>\n',
    ].join('\n'),
  },
  { path: 'drawbridge/nonces/index.php', content: '<?php\n' },
];

/**
 * A zip of text files; the same files of the same second make the same bytes. Each file carries that time: PHP's OPcache
 * takes a file anew only where its time has changed, and what unzips keeps the time that the zip gives.
 */
export function zipOf(files: readonly BridgeFile[], madeAt: Date): Uint8Array {
  const entries: Zippable = Object.fromEntries(
    files.map(({ path, content }) => {
      // The keys are for the owner's PHP alone.
      const mode = path.endsWith('/config.php') ? 0o600 : 0o644;
      return [path, [new TextEncoder().encode(content), { attrs: (0o100000 | mode) << 16 }]];
    }),
  );
  const [year, month, day, hour, minute, second] = [
    madeAt.getUTCFullYear(),
    madeAt.getUTCMonth(),
    madeAt.getUTCDate(),
    madeAt.getUTCHours(),
    madeAt.getUTCMinutes(),
    madeAt.getUTCSeconds(),
  ];
  // The plain entry holds a local time, to two seconds; the "extended timestamp" beside it says which second it is.
  const mtime = new Date(year, month, day, hour, minute, second);
  const extended = Buffer.alloc(5, 1);
  extended.writeUInt32LE(Math.floor(madeAt.getTime() / 1000), 1);
  return zipSync(entries, { level: 9, mtime, extra: { 21589: extended }, os: 3 });
}

function hexSha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
