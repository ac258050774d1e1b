#!/usr/bin/env node
import { once } from 'node:events';
import { runCommand } from './commands.js';
import { exitCodes } from './surroundings.js';
import { terminalText } from './terminal-text.js';

// Whoever reads may stop before the end, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  process.stderr.write(`What was asked for could not be written: ${error.code}\n`);
  process.exit(exitCodes.refused);
});

/** Takes away the line of progress, where one is shown, so that what is written next has a line of its own. */
let clear = '';
const shown = (line: string | null): void => {
  process.stderr.write(`${clear}${line?.slice(0, Math.max(20, process.stderr.columns - 1)) ?? ''}`);
  clear = line === null ? '' : '\r\u001b[K';
};
const cleared = (): void => {
  if (clear !== '') shown(null);
};

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: process.env,
  stdin: process.stdin,
  out: (text) => {
    cleared();
    process.stdout.write(process.stdout.isTTY ? terminalText(text) : text);
  },
  err: (text) => {
    cleared();
    process.stderr.write(process.stderr.isTTY ? terminalText(text) : text);
  },
  put: async (text) => {
    cleared();
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  // A line that is written over and over is for people alone.
  ...(process.stderr.isTTY ? { progress: shown } : {}),
});
