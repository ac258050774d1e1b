import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodes } from '../../src/cli/surroundings.js';
import { commandLine } from '../support/command-line.js';
import { describeWhere } from '../support/machine.js';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-completion-'));
  await writeFile(join(folder, 'a-query.graphql'), '{ viewer { account } }');
});
afterAll(() => rm(folder, { recursive: true }));

const completion = (shell: string) => commandLine(['completion', shell]);

/** What people type, with a tab where they press it, and the line that the shell makes of it. */
const lines: readonly (readonly [string, string])[] = [
  ['insta\t', 'install-bridge'],
  ['keys cre\t--sco\tx', 'keys create --scopes x'],
  ['install-bridge --proto\tftps --pass\t', 'install-bridge --protocol ftps --password-file'],
  ['install-bridge --protocol s\t--repl\t', 'install-bridge --protocol sftp --replace-other'],
  // A text is no command, even where it reads like one.
  ['connect --name keys cre\t', 'connect --name keys cre'],
  ['--url audit sto\t', '--url audit stores'],
  ['query a-q\t', 'query a-query.graphql'],
  ['stores --key-f\ta-q\t', 'stores --key-file a-query.graphql'],
  ['audit veri\t--anch\tx --js\t', 'audit verify --anchor x --json'],
  ['completion z\t', 'completion zsh'],
  ['stores --by\t', 'stores --by-bridge'],
  ['help doc\t', 'help doctor'],
];

const shells = {
  bash: {
    command: 'bash --norc --noprofile -i',
    ready: 'bind "set bell-style none"; bind "set enable-bracketed-paste off"',
  },
  zsh: {
    command: 'zsh -f -i',
    ready:
      'autoload -Uz compinit && compinit -u -D; unsetopt zle_bracketed_paste 2>/dev/null; unset zle_bracketed_paste',
  },
} as const;

describeWhere(['bash, zsh and the script command'], 'completion', () => {
  test.each(Object.entries(shells))(
    'in an interactive %s makes whole what was begun',
    async (shell, { command, ready }) => {
      const { out, exitCode } = await completion(shell);
      expect(exitCode).toBe(exitCodes.done);
      const file = join(folder, `completion.${shell}`);
      await writeFile(file, out);
      // The program itself tells what it would have been given.
      const told = join(folder, `told.${shell}`);
      const opening = `${ready}; source ${file}; drawbridge() { echo "$*" >> ${told}; }; cd ${folder}; echo opened`;
      const typed = await type(command, [opening, ...lines.map(([keys]) => `drawbridge ${keys}`), 'exit']);
      const made = await readFile(told, 'utf8').catch(() => typed);
      expect(
        made
          .split('\n')
          .filter(Boolean)
          .map((line) => line.trim()),
      ).toEqual(lines.map(([, line]) => line));
    },
  );
});

test('of another shell is refused with the names of those that there are', async () => {
  const { exitCode, err } = await completion('fish');
  expect(exitCode).toBe(exitCodes.misused);
  expect(err).toContain('Allowed choices are bash, zsh');
});

/** Types lines into a shell on a terminal of its own; gives what was on the screen. */
function type(command: string, lines: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: { PATH: process.env.PATH, TERM: 'dumb', HOME: folder },
    });
    let screen = '';
    let next = 0;
    const limit = setTimeout(() => child.kill(), 20_000);
    const send = () => {
      const line = lines[next++];
      if (line !== undefined) child.stdin.write(`${line}\r`);
    };
    let quiet: NodeJS.Timeout;
    child.stdout.on('data', (data: Buffer) => {
      screen += data;
      clearTimeout(quiet);
      // A shell that says nothing for a moment waits for the next line.
      quiet = setTimeout(send, 150);
    });
    child.once('error', reject);
    child.once('close', () => {
      clearTimeout(limit);
      clearTimeout(quiet);
      resolve(screen);
    });
  });
}
