import { ServiceError } from '../../src/model/service-error.js';
import { helloBody, openStore, sendSigned } from '../protocol/signing-store.js';
import { seededRandom } from '../support/grown-operation.js';
import { mutated, oneOf } from '../support/mutated-bytes.js';

/** How many answers are tried, and the seed of the first: the answer of a seed is the same in every run. */
const count = Number(process.env.DRAWBRIDGE_FUZZ ?? 600);
const firstSeed = Number(process.env.DRAWBRIDGE_FUZZ_SEED ?? 1);

test(
  `mutated answers, signed and not: each is data of the right form or a coded error`,
  async () => {
    const page = { id: 'page', sql: 'select `p`.`product_id` from `product` as `p`', parameters: [] };
    const whole = Buffer.from(
      JSON.stringify({
        results: [
          {
            id: 'page',
            columns: ['product_id', 'name'],
            rows: [
              [1, 'a'],
              [2, null],
              ['19.99', 'é'],
            ],
          },
        ],
      }),
    );
    const answers = [
      whole,
      Buffer.from('{"results":[{"id":"page","error":{"code":"AREA_CLOSED"}}]}'),
      Buffer.from(JSON.stringify(helloBody)),
    ];
    let next: { body: Buffer; signed: boolean; status: number } = { body: whole, signed: true, status: 200 };
    await using store = await openStore((received, response) =>
      next.signed
        ? sendSigned(received, response, store.key, next.body, { status: next.status })
        : void response.writeHead(next.status, { 'content-type': 'application/json' }).end(next.body),
    );
    const ends = { data: 0, errors: 0 };
    for (let seed = firstSeed; seed < firstSeed + count; seed += 1) {
      const random = seededRandom(seed);
      const answer = oneOf(answers, random);
      // Some stay as they are, so that what is right is told from what is not.
      const body = random() < 0.8 ? mutated(answer, random) : answer;
      next = { body, signed: random() < 0.75, status: oneOf([200, 200, 200, 200, 400, 401, 500], random) };
      const { signed, status } = next;
      const asked: Promise<unknown> = answer === answers[2] ? store.connection.greet() : store.connection.run([page]);
      const got = await asked.catch((error: unknown) => error);
      if (got instanceof ServiceError) ends.errors += 1;
      else {
        expect({ seed, signed, status, got: got instanceof Error ? got.stack : 'data' }).toEqual({
          seed,
          signed: true,
          status: 200,
          got: 'data',
        });
        ends.data += 1;
      }
    }
    process.stdout.write(
      `Mutated answers: seeds ${firstSeed} to ${firstSeed + count - 1}: ${ends.data} were data, ${ends.errors} coded errors\n`,
    );
    expect(ends.data).toBeGreaterThan(count / 50);
    expect(ends.errors).toBeGreaterThan(count / 4);
  },
  60_000 + count * 100,
);
