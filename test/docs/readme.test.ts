import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { settingsTable } from '../../src/infrastructure/settings-table.js';
import { platforms } from '../../src/platforms/index.js';
import { ask, type ServiceUnderTest, startTestService } from '../support/test-service.js';

const project = new URL('../../', import.meta.url);
const readme = readFileSync(new URL('README.md', project), 'utf8');

test("the README's table of settings is the one that the code has", () => {
  const rows = [...readme.matchAll(/^\| `([A-Z_]+)` \| (.*?) \| (.*) \|$/gm)].map(([, name, byDefault, meaning]) => ({
    name,
    default: byDefault === '–' ? '' : byDefault,
    meaning,
  }));
  const bare = (text: string) => (/^`[^`]*`$/.test(text) ? text.slice(1, -1) : text);
  expect(rows.map((row) => ({ ...row, default: bare(row.default ?? '') }))).toEqual(
    settingsTable.map((row) => ({ ...row, default: bare(row.default) })),
  );
});

test('the README lists every platform with its versions', () => {
  const rows = [...readme.matchAll(/^\| ([^|`]+) \| ([^|]+) \| \[docs\/platforms\/.*?\]\((.*?)\) \|$/gm)];
  expect(rows.map(([, name, versions]) => `${name} ${versions}`).sort()).toEqual(
    platforms.map(({ name, supportedVersions }) => `${name} ${supportedVersions}`).sort(),
  );
});

test.each([
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'docs/operating.md',
  'docs/clients.md',
  'docs/demo.md',
  'docs/embedding.md',
  'docs/federation.md',
  'docs/privacy.md',
  'docs/adding-a-platform.md',
])('every link of %s leads to a file', (file) => {
  const text = readFileSync(new URL(file, project), 'utf8');
  const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(
    ([, to]) => new URL(to as string, new URL(file, project)),
  );
  expect(links.filter((link) => !existsSync(fileURLToPath(link))).map(String)).toEqual([]);
});

describe("the README's example", () => {
  let service: ServiceUnderTest;
  beforeAll(async () => {
    service = await startTestService();
  });
  afterAll(() => service?.close());

  test('works when pasted', async () => {
    const body = /-d '(\{"query".*?\})'/.exec(readme)?.[1] ?? '';
    const { query } = JSON.parse(body);
    const { data, errors } = await ask(service, query);
    expect(errors).toBeUndefined();
    expect(data.stores.nodes[0].products.nodes).toHaveLength(3);
  });
});
