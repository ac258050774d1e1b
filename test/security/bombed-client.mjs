// Asks the stores at the given addresses one after the other, in a process of its own whose memory is small, and prints what each
// cost: how it ended, the longest time of the processor's that one turn of the event loop took, and the most memory that was held.
import { randomBytes } from 'node:crypto';
import { bridgeAgent } from '../../dist/src/bridge/address-guard.js';
import { BridgeClient } from '../../dist/src/bridge/client.js';

const { key, urls } = JSON.parse(process.argv[2]);
const client = new BridgeClient({
  dispatcher: bridgeAgent({ allowPrivateAddresses: true }),
  now: () => new Date(),
  randomBytes,
  timeoutMs: 8_000,
});
const question = { id: 'page', sql: 'select `p`.`product_id` from `product` as `p`', parameters: [] };

/** Runs `work` and says what it cost. */
async function measured(work) {
  for (let i = 0; i < 3; i += 1) {
    globalThis.gc();
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const start = process.memoryUsage();
  const held = ({ heapUsed, arrayBuffers }) =>
    (heapUsed + arrayBuffers - start.heapUsed - start.arrayBuffers) / 2 ** 20;
  let [longest, most, before] = [0, 0, process.threadCpuUsage()];
  const look = () => {
    const since = process.threadCpuUsage(before);
    longest = Math.max(longest, (since.user + since.system) / 1000);
    most = Math.max(most, held(process.memoryUsage()));
    before = process.threadCpuUsage();
  };
  let going = true;
  const turn = () => {
    look();
    if (going) setImmediate(turn);
  };
  setImmediate(turn);
  const ended = await work();
  look();
  going = false;
  globalThis.gc();
  return {
    ended,
    longestMs: Math.round(longest),
    mostMiB: Math.round(most),
    keptMiB: Math.round(held(process.memoryUsage())),
  };
}

const secret = Buffer.from(key.secret, 'base64url');
const costs = [];
for (const url of urls) {
  const connection = client.connect({ url, key: { id: key.id, secret } });
  costs.push(
    await measured(() =>
      connection.run([question]).then(
        ([{ rows }]) => `${rows.length} rows`,
        (error) => error.code ?? error.message,
      ),
    ),
  );
}
process.stdout.write(JSON.stringify(costs), () => process.exit(0));
