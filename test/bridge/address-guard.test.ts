import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { type BridgeAgentOptions, bridgeAgent, isPublicAddress } from '../../src/bridge/address-guard.js';
import { BridgeClient } from '../../src/bridge/client.js';

const key = { id: 'k', secret: randomBytes(32) };

/** A resolver that gives these addresses, one list a call; the last for every call after. */
function resolving(...answers: readonly string[][]): LookupFunction {
  let calls = 0;
  return (_hostname, _options, callback) => {
    const addresses = answers[Math.min(calls++, answers.length - 1)] ?? [];
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
}

/** How asking a bridge at this host ends, and how many connections a server on loopback saw. */
async function asking(host: string, options: BridgeAgentOptions) {
  let connections = 0;
  const server = createServer((_, response) => void response.writeHead(404).end());
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const dispatcher = bridgeAgent(options);
  const client = new BridgeClient({ dispatcher, now: () => new Date(), randomBytes });
  const { port } = server.address() as AddressInfo;
  try {
    const ask = () =>
      client
        .connect({ url: `http://${host}:${port}/bridge.php`, key })
        .greet()
        .catch((error) => error.code);
    return { codes: [await ask(), await ask()], connections: () => connections };
  } finally {
    await dispatcher.destroy();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test.each([
  '0.0.0.0',
  '10.1.2.3',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.19.255.255',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:8.8.8.8',
  '::127.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '100::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '3fff::1',
  'localhost',
  '',
])('%s is no public address', (address) => {
  expect(isPublicAddress(address)).toBe(false);
});

test.each([
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.1',
  '172.15.0.1',
  '172.32.0.1',
  '223.255.255.255',
  '2606:4700::1111',
  '2a00::1',
])('%s is a public address', (address) => {
  expect(isPublicAddress(address)).toBe(true);
});

describe('a connection', () => {
  test.each(['127.0.0.1', '0x7f.1', '2130706433', '[::1]', '[::ffff:127.0.0.1]', '0.0.0.0'])(
    'is not made to the private address that is written %s',
    async (host) => {
      const { codes, connections } = await asking(host, { allowPrivateAddresses: false });
      expect(codes).toEqual(['STORE_ADDRESS_FORBIDDEN', 'STORE_ADDRESS_FORBIDDEN']);
      expect(connections()).toBe(0);
    },
  );

  test('is not made to a name of private addresses alone', async () => {
    const lookup = resolving(['127.0.0.1', '10.0.0.1', '::1']);
    const { codes, connections } = await asking('shop.example', { allowPrivateAddresses: false, lookup });
    expect(codes).toEqual(['STORE_ADDRESS_FORBIDDEN', 'STORE_ADDRESS_FORBIDDEN']);
    expect(connections()).toBe(0);
  });

  test('is not made to a name that was public when it was checked and is private when it is used', async () => {
    const lookup = resolving(['240.0.0.1', '127.0.0.1'], ['127.0.0.1']);
    const { connections } = await asking('rebinding.example', { allowPrivateAddresses: false, lookup });
    expect(connections()).toBe(0);
  });

  test('is made to private addresses where that is allowed', async () => {
    const lookup = resolving(['127.0.0.1']);
    const { codes, connections } = await asking('shop.example', { allowPrivateAddresses: true, lookup });
    expect(codes).toEqual(['STORE_ANSWER_INVALID', 'STORE_ANSWER_INVALID']);
    expect(connections()).toBeGreaterThan(0);
  });
});
