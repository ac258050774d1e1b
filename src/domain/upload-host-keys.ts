import type { RegistryDatabase } from '../infrastructure/database.js';

/** A server of SFTP, as an account names it. */
export interface UploadHost {
  readonly accountId: string;
  readonly host: string;
  readonly port: number;
}

/** Which host key a server had when an account first uploaded there: whoever stands in for it later is not sent a password. */
export class UploadHostKeys {
  constructor(private readonly parts: { readonly database: RegistryDatabase; readonly now: () => Date }) {}

  /** The host key as `SHA256:…`; null where the account has not uploaded there yet. */
  async pinned({ accountId, host, port }: UploadHost): Promise<string | null> {
    const row = await this.parts.database
      .selectFrom('upload_host_keys')
      .select('host_key')
      .where('account_id', '=', accountId)
      .where('host', '=', host)
      .where('port', '=', port)
      .executeTakeFirst();
    return row?.host_key ?? null;
  }

  /** Remembers a server's host key in place of any before. */
  async pin({ accountId, host, port }: UploadHost, hostKey: string): Promise<void> {
    const pinned = { host_key: hostKey, pinned_at: this.parts.now() };
    await this.parts.database
      .insertInto('upload_host_keys')
      .values({ account_id: accountId, host, port, ...pinned })
      .onConflict((conflict) => conflict.columns(['account_id', 'host', 'port']).doUpdateSet(pinned))
      .execute();
  }
}
