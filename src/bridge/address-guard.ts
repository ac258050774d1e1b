import { lookup as systemLookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';

/** Says that a store's address lies where the service does not connect to: its own machine or a private network. */
export class ForbiddenAddressError extends Error {
  override readonly name = 'ForbiddenAddressError';
}

/**
 * IPv4 addresses that are no public host's: the ranges of IANA's special-purpose registry (RFC 6890), multicast and
 * reserved space.
 */
const forbiddenV4 = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const) {
  forbiddenV4.addSubnet(network, prefix, 'ipv4');
}

/** Global unicast IPv6 is 2000::/3; everything else (loopback, link-local, unique local, mapped, translated) is forbidden. */
const globalV6 = new BlockList();
globalV6.addSubnet('2000::', 3, 'ipv6');
/** What in 2000::/3 is no public host's: protocol assignments with Teredo, documentation, and 6to4, which embeds IPv4. */
const forbiddenV6 = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const) {
  forbiddenV6.addSubnet(network, prefix, 'ipv6');
}

/** Whether an IP address is one that only a public host has; false for anything that is no IP address. */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !forbiddenV4.check(address, 'ipv4');
  if (family === 6) return globalV6.check(address, 'ipv6') && !forbiddenV6.check(address, 'ipv6');
  return false;
}

/** A resolver of names that gives public addresses alone; fails where a name has none. */
export function publicLookup(resolve: LookupFunction): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return callback(error, []);
      const addresses = Array.isArray(found) ? found.filter(({ address }) => isPublicAddress(address)) : [];
      const [first] = addresses;
      if (!first) return callback(new ForbiddenAddressError('the name resolves to no public address'), []);
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

/** How connections to stores are made. */
export interface BridgeAgentOptions {
  /** Whether stores on loopback and private addresses may be connected to. */
  readonly allowPrivateAddresses: boolean;
  /** Milliseconds until an attempt to connect is given up; 5,000 by default. */
  readonly connectTimeoutMs?: number;
  /** Connections kept to one store at a time; 16 by default. */
  readonly connectionsPerStore?: number;
  /** Whether connections are used again; true by default. One that is used once cannot have been let go of unnoticed. */
  readonly keepAlive?: boolean;
  /** How names are resolved; the system's resolver by default. */
  readonly lookup?: LookupFunction;
}

/**
 * The pool of kept-alive connections that all calls to stores share. Addresses are judged when a connection is made, on
 * the very address that is connected to, so that a name that resolves differently the second time gains nothing.
 */
export function bridgeAgent(options: BridgeAgentOptions): Agent {
  const resolve = options.lookup ?? (systemLookup as LookupFunction);
  const connect = buildConnector({
    timeout: options.connectTimeoutMs ?? 5_000,
    lookup: options.allowPrivateAddresses ? resolve : publicLookup(resolve),
  });
  return new Agent({
    connections: options.connectionsPerStore ?? 16,
    pipelining: options.keepAlive === false ? 0 : 1,
    connect(target, callback) {
      const host = target.hostname.replace(/^\[|\]$/g, '');
      if (!options.allowPrivateAddresses && isIP(host) && !isPublicAddress(host)) {
        return callback(new ForbiddenAddressError('the address is not public'), null);
      }
      return connect(target, callback);
    },
  });
}
