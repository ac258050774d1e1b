import { z } from 'zod';
import { metafieldKinds } from '../model/metafield-kind.js';
import { invalidAnswer, statementError } from './errors.js';
import type { Hello } from './hello.js';
import type { Cell, Statement, StatementResult } from './plan.js';

/** The longest version that is kept, in characters. */
const versionLength = 64;

/**
 * A version as somebody wrote it: it is shown, stored and compared, so of a longer or stranger one only so much is kept as versions
 * are made of.
 */
const version = z.string().transform((text) =>
  text
    .slice(0, versionLength)
    .replace(/[^\w.+~:() -]/g, '')
    .trim(),
);
const name = z.string().regex(/^\w{1,64}$/);

/** As `config.php` may name a field of the merchant's own. */
const metafield = z.string().regex(/^[A-Za-z0-9_.:-]{1,64}$/);

const helloForm = z.object({
  protocol: z.int().min(1).max(65_535),
  bridgeVersion: version,
  platform: z.string().regex(/^[A-Z][A-Z\d_]{0,39}$/),
  platformVersion: version.nullable(),
  database: z.object({ kind: z.enum(['mysql', 'mariadb', 'sqlite']), version }),
  phpVersion: version,
  clock: z.int().min(0).max(253_402_300_799),
  timeZone: z.string().transform((text) => text.slice(0, versionLength).replace(/[^\w+\-/:. ]/g, '')),
  areas: z.array(name).max(64),
  writable: z.boolean(),
  replayProtection: z.boolean().optional(),
  metafields: z.partialRecord(z.enum(metafieldKinds), z.array(metafield).max(100)).optional(),
  relations: z
    .unknown()
    .refine(isOfFewRelations)
    .pipe(z.record(name, z.array(name).max(1_000))),
});

/** Counted before each is looked at. */
function isOfFewRelations(value: unknown): boolean {
  return !isRecord(value) || Object.keys(value).length <= 1_000;
}

/** Reads what a bridge said to `hello`; throws STORE_ANSWER_INVALID where it is of another form. */
export function readHello(body: unknown): Hello {
  const read = helloForm.safeParse(body);
  if (read.success) return read.data;
  const fields = read.error.issues.map(({ path }) => path.join('.') || 'everything').join(', ');
  throw invalidAnswer(
    `what the bridge says of itself is not of the form that the protocol gives, in ${fields.slice(0, 200)}`,
  );
}

/**
 * Reads what a bridge said to `query`: one result for each statement, in order; throws STORE_ANSWER_INVALID where that is
 * not so. Written by hand because it looks at every cell of every page.
 */
export function readResults(body: unknown, statements: readonly Statement[]): StatementResult[] {
  const results = isRecord(body) ? body.results : undefined;
  if (!Array.isArray(results) || results.length !== statements.length) {
    throw invalidAnswer(`it must hold a result for each of ${statements.length} statements`);
  }
  return statements.map((statement, i) => {
    const { id } = statement;
    const result: unknown = results[i];
    if (!isRecord(result) || result.id !== id)
      throw invalidAnswer('its results must be in the order of the statements');
    const { error, columns, rows } = result;
    if (isRecord(error) && typeof error.code === 'string') return { id, error: statementError(error.code) };
    if (!isTextArray(columns) || !isRows(rows, columns.length))
      throw invalidAnswer('a result must be of columns and rows');
    if (rows.length > mostRows(statement)) throw invalidAnswer('a result has more rows than were asked for');
    return { id, columns, rows, truncated: result.truncated === true };
  });
}

/** How many rows a statement asks for: what its own `limit` says, where it ends with one. */
function mostRows({ sql, parameters }: Statement): number {
  const limit = sql.endsWith(' limit ?') ? parameters.at(-1) : null;
  return typeof limit === 'number' ? limit : Number.POSITIVE_INFINITY;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isTextArray(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'string');
}

function isRows(value: unknown, width: number): value is Cell[][] {
  if (!Array.isArray(value)) return false;
  for (const row of value) {
    if (!Array.isArray(row) || row.length !== width) return false;
    for (const cell of row) {
      if (typeof cell !== 'string' && typeof cell !== 'number' && cell !== null) return false;
    }
  }
  return true;
}
