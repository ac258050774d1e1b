/** What a bridge's `config.php` says. */
export interface BridgeConfig {
  /** Key id => secret, 32 random bytes in base64url; at least one. */
  readonly keys: Readonly<Record<string, string>>;
  /** The areas that may be read; all where absent. */
  readonly areas?: readonly string[];
  /** Fields of the merchant's own that may be read, by what they are of (`product`, `category`, `order`, `customer`); none where absent. */
  readonly metafields?: Readonly<Record<string, readonly string[]>>;
  /** Whether the store may be written to: the bridge then has the part for it; false where absent. */
  readonly write?: boolean;
  /** Addresses or CIDR blocks that may ask; empty or absent: any. */
  readonly allowedIps?: readonly string[];
  readonly trustedProxies?: readonly string[];
}

/** One file of the folder that a merchant puts into the store's root; the path begins with `drawbridge/`. */
export interface BridgeFile {
  readonly path: string;
  readonly content: string;
}

/** A bridge as it is issued for one store. */
export interface BridgeOptions extends BridgeConfig {
  /** The platform's id, such as `OPENCART`, where it is known: the bridge then holds that platform's part alone; else all. */
  readonly connector?: string | null;
  /** Where the service's requests come from, for the merchant's firewall; empty: not told. */
  readonly egressAddresses?: readonly string[];
}
