/** Something that somebody did, to be put into an account's log; never a shopper's data, never a secret. */
export interface Deed {
  readonly accountId: string;
  /** Who did it: a key by its prefix and name, a technician, `cli` or `service`. */
  readonly actor: string;
  /** What was done, such as `connectStore`. */
  readonly action: string;
  /** What it was done to, where the store alone does not say it. */
  readonly detail: string | null;
  /** UUID; null where it was about no store, or about one that there is not. */
  readonly storeId: string | null;
  /** The IP address that the call came from; null where there was none. */
  readonly address: string | null;
  /** `OK`, or the code of what went wrong. */
  readonly outcome: string;
}
