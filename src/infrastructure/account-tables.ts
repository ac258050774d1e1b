/** A row of `accounts`. */
export interface AccountsTable {
  id: string;
  name: string;
  created_at: Date;
}

/** A row of `api_keys`; of the secret only its hash is kept. */
export interface ApiKeysTable {
  /** The public part, as in `db_<id>_…`. */
  id: string;
  account_id: string;
  name: string;
  secret_sha256: string;
  scopes: string[];
  /** UUIDs; null: every store of the account. */
  store_ids: string[] | null;
  /** Whether the key belongs to a support access. */
  for_support: boolean;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
  revoked_at: Date | null;
  /** When the account was told that it is about to end; null until then. */
  expiring_told_at: Date | null;
}

/** A row of `support_access`; scopes, end and last use are those of its key. */
export interface SupportAccessTable {
  id: string;
  account_id: string;
  store_id: string;
  api_key_id: string;
  technician: string;
  reason: string;
  remember: string[];
  granted_at: Date;
  /** When the account was told that it has ended; null until then. */
  end_told_at: Date | null;
}

/** A row of `audit_entries`. */
export interface AuditEntriesTable {
  /** Whose log it is: an account's id, or the service's own. */
  chain: string;
  /** 1, 2, 3 … without a gap. */
  number: number;
  id: string;
  at: Date;
  actor: string;
  action: string;
  detail: string | null;
  store_id: string | null;
  address: string | null;
  outcome: string;
  previous_hash: string;
  hash: string;
}

/** A row of `audit_heads`: the last entry of a log, sealed. */
export interface AuditHeadsTable {
  chain: string;
  number: number;
  hash: string;
  seal: string;
}

/** A row of `data_keys`: a key that secrets are sealed under, itself sealed under the master key. */
export interface DataKeysTable {
  id: string;
  purpose: 'secrets' | 'audit';
  envelope: string;
  created_at: Date;
  /** Null for the one that is sealed with. */
  retired_at: Date | null;
}
