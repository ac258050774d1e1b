import { type FileHandle, open } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { request } from 'undici';
import { MisuseError } from './misuse-error.js';
import { ServiceUnavailableError, serviceAddress } from './service-client.js';

/** What is to be exported, as `GET /export/…` takes it. */
export interface ExportWanted {
  readonly kind: string;
  readonly store: string;
  readonly since?: string;
  readonly fields?: string;
  readonly after?: string;
}

/** How an export ended: how far it came, and why no further where it is not complete. */
export interface ExportOutcome {
  readonly rows: number;
  /** Where to go on from; null where nothing was told. */
  readonly cursor: string | null;
  readonly error: { readonly code: string; readonly message: string } | null;
}

/** What an export is run with. */
export interface ExportRun {
  readonly url: string;
  readonly apiKey: string;
  /** Takes whole lines; resolves when more may come. */
  readonly put: (lines: string) => Promise<void>;
  /** Told how many rows there are so far, after each part. */
  readonly progress: (rows: number) => void;
  /** How long is waited before it is tried again to go on, in milliseconds, one after the other; a row told begins anew. */
  readonly patienceMs: readonly number[];
}

interface EndLine {
  readonly '@end': {
    readonly complete: boolean;
    readonly error?: { code: string; message: string; retryable?: boolean };
  };
  readonly '@cursor': string | null;
}

/** What one connection gave. */
interface Leg extends ExportOutcome {
  readonly retryable: boolean;
}

/** Reads an export to its end; where a store or the connection fails half-way it goes on from the last row that came. */
export async function runExport(wanted: ExportWanted, run: ExportRun): Promise<ExportOutcome> {
  let rows = 0;
  let cursor = wanted.after ?? null;
  let waits = run.patienceMs.values();
  while (true) {
    const leg = await readLeg({ ...wanted, ...(cursor !== null && { after: cursor }) }, run, rows);
    if (leg.rows > 0) waits = run.patienceMs.values();
    rows += leg.rows;
    cursor = leg.cursor ?? cursor;
    const wait = leg.error && leg.retryable ? waits.next().value : undefined;
    if (wait === undefined) return { rows, cursor, error: leg.error };
    await pause(wait);
  }
}

async function readLeg(wanted: ExportWanted, { url, apiKey, put, progress }: ExportRun, before: number): Promise<Leg> {
  const { kind, ...query } = wanted;
  const endpoint = serviceAddress(url, `export/${kind}`);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) endpoint.searchParams.set(name, value);
  let rows = 0;
  let cursor: string | null = null;
  let end: EndLine | null = null;
  const take = async (lines: string) => {
    const { told, last } = partedLines(lines);
    end = last ?? end;
    const own = cursorIn(told);
    cursor = own.cursor ?? cursor;
    rows += own.rows;
    await put(told);
    progress(before + rows);
  };
  try {
    const { statusCode, body } = await request(endpoint, {
      headers: { authorization: `Bearer ${apiKey}` },
      // Between two pages a key that has asked too often waits for a minute at most.
      headersTimeout: 180_000,
      bodyTimeout: 180_000,
    });
    if (statusCode !== 200) return refusedLeg(statusCode, await body.text(), endpoint);
    let rest = '';
    body.setEncoding('utf8');
    for await (const chunk of body as AsyncIterable<string>) {
      const text = rest + chunk;
      const whole = text.lastIndexOf('\n') + 1;
      rest = text.slice(whole);
      if (whole > 0) await take(text.slice(0, whole));
    }
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    // Anything else, such as a full disk, is not the service's.
    if (typeof code !== 'string' || !/^(UND_ERR|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN|EHOST|ENET|ETIMEDOUT)/.test(code))
      throw error;
    return { rows, cursor, error: { code, message: `The connection to ${endpoint.origin} failed.` }, retryable: true };
  }
  const ended = end as EndLine | null;
  if (!ended) return { rows, cursor, error: { code: 'CUT', message: 'The answer ended early.' }, retryable: true };
  const { complete, error } = ended['@end'];
  const failed = complete ? null : (error ?? { code: 'UNKNOWN', message: 'The export ended early.' });
  return { rows, cursor: ended['@cursor'] ?? cursor, error: failed, retryable: error?.retryable === true };
}

/** What stands in front of a service says with these that it does not answer, as while it is being replaced. */
const passing: ReadonlySet<number> = new Set([502, 503, 504]);

function refusedLeg(status: number, text: string, endpoint: URL): Leg {
  if (status === 401) throw new ServiceUnavailableError(`The service at ${endpoint.origin} does not know the API key.`);
  try {
    const [{ message, extensions }] = JSON.parse(text).errors;
    return {
      rows: 0,
      cursor: null,
      error: { code: extensions.code, message },
      retryable: extensions.retryable === true,
    };
  } catch {
    const message = `What answers at ${endpoint.origin}${endpoint.pathname} is no Drawbridge (HTTP ${status}).`;
    if (!passing.has(status)) throw new ServiceUnavailableError(message);
    return { rows: 0, cursor: null, error: { code: `HTTP_${status}`, message }, retryable: true };
  }
}

/** Whole lines without the line that ends an export, and that line. */
function partedLines(lines: string): { told: string; last: EndLine | null } {
  const start = lines.lastIndexOf('\n', lines.length - 2) + 1;
  const last = lines.slice(start);
  return last.startsWith('{"@end":')
    ? { told: lines.slice(0, start), last: JSON.parse(last) as EndLine }
    : { told: lines, last: null };
}

/** How many rows whole lines have, and the cursor of the last of them. */
function cursorIn(lines: string): { rows: number; cursor: string | null } {
  let rows = 0;
  let cursor: string | null = null;
  for (let end = lines.length - 1; end > 0; ) {
    const start = lines.lastIndexOf('\n', end - 1) + 1;
    if (!lines.startsWith('{"@error":', start)) {
      rows += 1;
      cursor ??= cursorOf(lines.slice(start, end));
    }
    end = start - 1;
  }
  return { rows, cursor };
}

/** The cursor of a line; null where an export ended before it told a row. Throws a SyntaxError where it is a line of no export. */
function cursorOf(line: string): string | null {
  const { '@cursor': cursor } = (JSON.parse(line) ?? {}) as { '@cursor'?: unknown };
  if (cursor === null || typeof cursor === 'string') return cursor;
  throw new SyntaxError('a line of an export must have a cursor');
}

/** Throws a SyntaxError where the end of a file is no line of an export that was cut off. */
function refuseForeign(end: string): void {
  if (end === '') return;
  if (!end.startsWith('{')) throw new SyntaxError('a line of an export must be an object');
  let isWhole = true;
  try {
    JSON.parse(end);
  } catch {
    isWhole = false;
  }
  if (isWhole) cursorOf(end);
}

/** A file of an earlier export, ready to be gone on with. */
export interface ResumedFile {
  readonly file: FileHandle;
  /** Of its last whole line; null where it has none. */
  readonly cursor: string | null;
}

/**
 * Opens a file to go on writing an export into it: a last line that was cut off is taken away. Throws a MisuseError where it cannot be
 * opened, or where its last lines are none of an export.
 */
export async function resumeFile(path: string): Promise<ResumedFile> {
  const file = await open(path, 'a+').catch((error: NodeJS.ErrnoException) => {
    throw new MisuseError(`${path} could not be opened: ${error.code}`);
  });
  try {
    return await resumed(file);
  } catch (error) {
    await file.close();
    if (error instanceof SyntaxError) throw new MisuseError(`${path} holds lines that are of no export`);
    throw error;
  }
}

async function resumed(file: FileHandle): Promise<ResumedFile> {
  const { size } = await file.stat();
  let span = 64 * 1024;
  while (true) {
    const from = Math.max(0, size - span);
    const tail = Buffer.alloc(size - from);
    await file.read(tail, 0, tail.length, from);
    const whole = tail.lastIndexOf(0x0a) + 1;
    // From the first line that is there as a whole.
    const first = from === 0 ? 0 : tail.indexOf(0x0a) + 1;
    const { cursor } = cursorIn(tail.subarray(first, Math.max(first, whole)).toString());
    if (cursor !== null || from === 0) {
      refuseForeign(tail.subarray(whole).toString());
      await file.truncate(from + whole);
      return { file, cursor };
    }
    span *= 4;
  }
}
