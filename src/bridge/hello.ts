import type { MetafieldKind } from '../model/metafield-kind.js';

/** What a bridge says of itself and its store when asked `hello`. */
export interface Hello {
  readonly protocol: number;
  readonly bridgeVersion: string;
  /** The platform's id as its connector names it, in capital letters and digits. */
  readonly platform: string;
  readonly platformVersion: string | null;
  readonly database: { readonly kind: 'mysql' | 'mariadb' | 'sqlite'; readonly version: string };
  readonly phpVersion: string;
  /** The store's clock, seconds since 1970, and PHP's default time zone there (IANA). */
  readonly clock: number;
  readonly timeZone: string;
  readonly areas: readonly string[];
  readonly writable: boolean;
  /** Whether a request that is sent again is known as such; undefined where the bridge does not say. */
  readonly replayProtection?: boolean | undefined;
  /** The fields that the owner opened by name, by the kind of what they are of; undefined where the bridge does not say. */
  readonly metafields?: Readonly<Partial<Record<MetafieldKind, readonly string[]>>> | undefined;
  /** For every exposed relation, the columns that exist in this store; a relation whose table is missing is left out. */
  readonly relations: Readonly<Record<string, readonly string[]>>;
}
