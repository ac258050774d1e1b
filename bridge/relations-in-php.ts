import type { Relation, Relations } from '../src/platforms/relations.js';

const width = 118;

/**
 * A platform's relations as the constant of its connector: for each its area, its table, its columns and, where not every row may
 * leave the store, the condition, what is for the staff alone, and columns of JSON that leave in part. What stands in braces is the connector's to fill in.
 */
export function relationsInPhp(relations: Relations): string {
  const entries = Object.entries(relations).map(([name, relation]) => entry(name, relation));
  return ['    private const RELATIONS = [', ...entries, '    ];'].join('\n');
}

function entry(
  name: string,
  { area, table = `{prefix}${name}`, columns, where, internal, parts: json }: Relation,
): string {
  const names = Object.keys(columns).join(' ');
  const head = `        '${name}' => ['${area}', '${table}', `;
  const { unless, column } = internal ?? {};
  const inJson = json ? [json.kind, ...json.columns].join(' ') : null;
  // What is not said is left out at the end, and null before.
  const parts = [names, where ?? null, unless ?? null, column ?? null, inJson];
  while (parts.at(-1) === null) parts.pop();
  const line = `${head}${parts.map((part) => (part === null ? 'null' : quoted(part))).join(', ')}],`;
  if (line.length <= width) return line;
  const lines = parts.map((part) => (part === null ? '            null' : wrapped(part)));
  return [head.trimEnd(), ...lines.map((one, i) => `${one}${i + 1 < lines.length ? ',' : '],'}`)].join('\n');
}

/** A text in pieces that are joined again, each on a line of its own. */
function wrapped(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(/(?<= )/)) {
    const last = lines.at(-1);
    const longer = `${last ?? ''}${word}`;
    if (last !== undefined && quoted(longer).length <= width - 18) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines.map((line, i) => `            ${i === 0 ? '' : '. '}${quoted(line)}`).join('\n');
}

/** A text as PHP's source says it. */
function quoted(text: string): string {
  return text.includes("'") && !/["$\\]/.test(text)
    ? `"${text}"`
    : `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
