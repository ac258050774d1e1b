import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../../', import.meta.url);
const page = new URL('docs/licences.md', root);

interface Manifest {
  readonly license?: string;
  readonly licenses?: readonly { readonly type: string }[];
}
interface Locked extends Manifest {
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly devOptional?: boolean;
}

/** What each licence asks of whoever gives Drawbridge on, or offers it as a service. A licence that is not here keeps the page from being printed. */
const asks: Readonly<Record<string, string>> = {
  MIT: 'Keep its text and copyright line with every copy that you give on. Nothing for a service that you run.',
  'MIT AND BSD-3-Clause': 'Both: keep the texts; do not advertise with the authors’ names.',
  'MIT OR CC0-1.0': 'As you choose; nothing under CC0.',
  ISC: 'As MIT.',
  'BlueOak-1.0.0': 'Give its text or a link to it with every copy.',
  'BSD-2-Clause': 'Keep its text with every copy, in binary form too.',
  'BSD-3-Clause': 'As BSD-2-Clause; do not advertise with the authors’ names.',
  'Apache-2.0':
    'Keep its text and any NOTICE file with every copy; say which files you changed. It grants patents, and ends for whoever sues over them.',
  '0BSD': 'Nothing.',
  Unlicense: 'Nothing.',
  'Elastic-2.0':
    'You may use, change and give it on, but not offer *it* to others as a hosted service that shows them a substantial part of what it does, and you may not remove its notices. It is read here when the schema is built; ask counsel before you sell Drawbridge itself as a service.',
  'GPL-2.0-or-later':
    'Copyleft: whoever gets a copy from you together with it may ask for the source of the whole under the GPL. Running it asks nothing. It is the demo’s PHP alone, an optional dependency: `npm ci --omit=optional` gives an installation without it, and so should what you sell.',
  'not stated':
    'No licence is named in the package; it is part of WordPress Playground, which is GPL-2.0-or-later: treat it so.',
};

/** The page on licences, made of what package-lock.json lists for production and what the packages themselves say. */
export function licencesPage(): string {
  const { packages } = JSON.parse(readFileSync(new URL('package-lock.json', root), 'utf8')) as {
    packages: Readonly<Record<string, Locked>>;
  };
  const production = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
  const always = byLicence(production.filter(([, one]) => !one.optional && !one.devOptional));
  const optional = byLicence(production.filter(([, one]) => one.optional || one.devOptional));
  return `# Licences of what Drawbridge runs with

Drawbridge itself is under the MIT licence. Below is every package that \`npm ci --omit=dev\` installs, by its licence, and what that licence
asks of a vendor. \`npm run print:licences\` writes this page, and a test holds it to \`package-lock.json\`. It is no legal advice.

## Always installed
${table(always)}

## Optional
What \`--omit=optional\` leaves out: the demo’s PHP, the client of Redis, the sender of traces, and native parts of SSH and PostgreSQL that have a substitute in JavaScript.

${table(optional)}
`;
}

function byLicence(entries: readonly (readonly [string, Locked])[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const [path, locked] of entries) {
    const licence = licenceOf(locked) ?? licenceOf(manifestAt(path)) ?? 'not stated';
    const names = found.get(licence) ?? new Set();
    found.set(licence, names.add(path.replace(/^.*node_modules\//, '')));
  }
  return new Map(
    [...found].map(([licence, names]) => [licence, [...names].sort()] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

function licenceOf({ license, licenses }: Manifest): string | null {
  return license?.replace(/^\((.*)\)$/, '$1') ?? licenses?.map(({ type }) => type).join(' OR ') ?? null;
}

/** A package that this machine has no use for is not there. */
function manifestAt(path: string): Manifest {
  try {
    return JSON.parse(readFileSync(new URL(`${path}/package.json`, root), 'utf8')) as Manifest;
  } catch {
    return {};
  }
}

function table(licences: ReadonlyMap<string, readonly string[]>): string {
  const rows = [...licences].map(([licence, names]) => {
    const asked = asks[licence];
    if (!asked) throw new Error(`what ${licence} asks must be said here; it is that of ${names.join(', ')}`);
    return `| ${licence} | ${asked} | ${names.map((name) => `\`${name}\``).join(', ')} |`;
  });
  return ['| licence | what it asks | packages |', '|---|---|---|', ...rows].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(page, licencesPage());
