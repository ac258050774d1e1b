import { Readable } from 'node:stream';
import { runCommand } from '../../src/cli/commands.js';

/** What a command line said, and how it ended. */
export interface CommandOutcome {
  readonly out: string;
  readonly err: string;
  /** Every line of progress that was shown. */
  readonly progress: readonly string[];
  readonly exitCode: number;
}

/** Runs a command line of the CLI in this process. */
export async function commandLine(
  argv: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  { stdin = '', now }: { readonly stdin?: string; readonly now?: Date } = {},
): Promise<CommandOutcome> {
  const out: string[] = [];
  const err: string[] = [];
  const progress: string[] = [];
  const exitCode = await runCommand(argv, {
    environment,
    stdin: Readable.from([stdin]),
    out: (text) => void out.push(text),
    err: (text) => void err.push(text),
    put: async (text) => void out.push(text),
    progress: (line) => {
      if (line !== null) progress.push(line);
    },
    ...(now ? { now: () => now } : {}),
  });
  return { out: out.join(''), err: err.join(''), progress, exitCode };
}
