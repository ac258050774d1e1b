import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ensureBuilt } from '../support/built.js';

const run = promisify(execFile);
const program = fileURLToPath(new URL('./embedding-program.mjs', import.meta.url));

beforeAll(() => ensureBuilt());

test.each([
  ['that GraphQL.js executes', '0'],
  ['that are compiled once they are asked again', '500'],
])(
  'a process that embeds the graph outlives lists %s, of which items fail later beside one that fails at once',
  async (_, compiled) => {
    const { stdout } = await run(process.execPath, [program, compiled]);
    const answers = JSON.parse(stdout);
    const lost = (field: string, list: string) =>
      Array(3).fill({
        data: { stores: { nodes: [{ name: 'Shop', [field]: null }] } },
        errors: [[expect.stringMatching(`^stores.nodes.0.${field}.${list}.\\d`), 'INTERNAL_SERVER_ERROR']],
      });
    expect(answers).toEqual([
      ...lost('products', 'nodes'),
      ...lost('products', 'edges'),
      ...lost('category', 'children'),
    ]);
  },
);
