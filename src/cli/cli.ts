#!/usr/bin/env node
import { once } from 'node:events';
import { runCommand } from './commands.js';

// Whoever reads may stop before the end, as `head` does.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

process.exitCode = await runCommand(process.argv.slice(2), {
  environment: process.env,
  stdin: process.stdin,
  out: (text) => process.stdout.write(text),
  err: (text) => process.stderr.write(text),
  put: async (text) => {
    if (!process.stdout.write(text)) await once(process.stdout, 'drain');
  },
  isTerminal: process.stderr.isTTY === true,
});
