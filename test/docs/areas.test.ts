import { readFileSync } from 'node:fs';
import { platforms } from '../../src/platforms/index.js';
import type { Relations } from '../../src/platforms/relations.js';

/** The lines of the table that says which relations each area of `config.php` opens. */
function areasOf(relations: Relations): string[] {
  const said = Object.entries(relations);
  const named = (names: string[]) => names.map((name) => `\`${name}\``).join(', ');
  const areas = ['settings', 'catalog', 'orders', 'promotions', 'customers'].map(
    (area) => `| \`${area}\` | ${named(said.filter(([, one]) => one.area === area).map(([name]) => name))} |`,
  );
  const staffs = said
    .filter(([, { internal }]) => internal)
    .map(
      ([name, { internal }]) =>
        `${internal?.column ? `\`${internal.column}\` of rows` : 'rows'} of \`${name}\` but those with \`${internal?.unless.replaceAll('`', '')}\``,
    );
  return [...areas, `| \`internal\` | ${staffs.join('; ')} |`];
}

test.each(platforms.filter(({ relations }) => relations))(
  'the page on $id says which relations an area opens',
  ({ id, relations }) => {
    const text = readFileSync(new URL(`../../docs/platforms/${id.toLowerCase()}.md`, import.meta.url), 'utf8');
    const lines = areasOf(relations as Relations);
    expect(text.split('\n').filter((line) => lines.includes(line))).toEqual(lines);
  },
);
