import { Argument, type Command, type Option } from 'commander';
import type { CommandSurroundings } from './surroundings.js';

/** A command, an option or one of a few values, with what it is. */
interface Word {
  readonly name: string;
  readonly description: string;
}

/** What can be written after a command. */
interface Place {
  /** The commands that lead there, joined by spaces; empty for the program itself. */
  readonly path: string;
  /** Commands, and the values that its own argument may have. */
  readonly words: readonly Word[];
  readonly options: readonly Word[];
  /** Whether its own argument is a file. */
  readonly takesFile: boolean;
  /** The options that a value follows: a file, any text, or one of these words. */
  readonly values: ReadonlyMap<string, 'file' | 'text' | readonly string[]>;
}

/** Adds the command that prints the completion of all others. */
export function addCompletion(program: Command, { out }: CommandSurroundings): void {
  program
    .command('completion')
    .description('prints the completion of a shell, which reads it with: source <(drawbridge completion bash)')
    .addArgument(new Argument('<shell>', 'which shell').choices(['bash', 'zsh']))
    .action((shell: 'bash' | 'zsh') => out(scripts[shell](placesOf(program))));
}

/** Every command as the program has it at this moment, so that no list of them can go stale. */
function placesOf(program: Command): readonly Place[] {
  const visit = (command: Command, path: string, inherited: readonly Option[]): Place[] => {
    const help = command.createHelp();
    const options = [...help.visibleOptions(command), ...inherited];
    const commands = help.visibleCommands(command);
    const [argument] = command.registeredArguments;
    const choices = argument?.argChoices ?? [];
    return [
      {
        path,
        words: [
          ...commands.map((one) => ({ name: one.name(), description: one.description() })),
          ...choices.map((name) => ({ name, description: '' })),
        ],
        options: options.flatMap((option) =>
          namesOf(option).map((name) => ({ name, description: option.description })),
        ),
        takesFile: argument?.name() === 'file',
        values: new Map(options.flatMap((option) => namesOf(option).flatMap((name) => valueAfter(option, name)))),
      },
      ...commands.flatMap((one) =>
        one.name() === 'help' ? [] : visit(one, `${path} ${one.name()}`.trim(), [...command.options, ...inherited]),
      ),
    ];
  };
  return visit(program, '', []);
}

function namesOf({ long, short }: Option): string[] {
  return [long, short].filter((name) => name != null);
}

function valueAfter(option: Option, name: string): (readonly [string, 'file' | 'text' | readonly string[]])[] {
  if (!option.required && !option.optional) return [];
  return [[name, option.argChoices ?? (option.flags.endsWith('<file>') ? 'file' : 'text')]];
}

/** A text in single quotes, as both shells read it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * What stands where, as functions that both shells read: `_drawbridge_at` sets `names`, `options` and `takes` for a path of
 * commands and fails where there is none; `_drawbridge_value` sets `value` for an option after a path.
 */
function tables(places: readonly Place[], entry: (word: Word) => string): string {
  const at = places.map(
    ({ path, words, options, takesFile }) =>
      `    ${quoted(path)}) names=${quoted(words.map(entry).join('\n'))} options=${quoted(options.map(entry).join('\n'))} takes=${quoted(takesFile ? 'file' : '')} ;;`,
  );
  const values = places.flatMap(({ path, values }) =>
    [...values].map(
      ([option, value]) =>
        `    ${quoted(`${path} ${option}`)}) value=${quoted(typeof value === 'string' ? value : value.join('\n'))} ;;`,
    ),
  );
  return `_drawbridge_at() {
  case "$1" in
${at.join('\n')}
    *) return 1 ;;
  esac
}
_drawbridge_value() {
  case "$1" in
${values.join('\n')}
    *) value='' ;;
  esac
}
# Sets where the cursor is, from the words before it.
_drawbridge_find() {
  local word
  at='' value=''
  _drawbridge_at ''
  for word in "$@"; do
    if [[ -n $value ]]; then value=''
    elif [[ $word = -* ]]; then _drawbridge_value "$at $word"
    elif _drawbridge_at "\${at:+$at }$word"; then at="\${at:+$at }$word"
    fi
  done
}`;
}

const scripts = {
  bash: (places: readonly Place[]) => `# Completion of drawbridge for bash: source <(drawbridge completion bash)
${tables(places, ({ name }) => name)}
_drawbridge() {
  local cur=\${COMP_WORDS[COMP_CWORD]} at value names options takes IFS=$'\\n'
  _drawbridge_find "\${COMP_WORDS[@]:1:COMP_CWORD-1}"
  if [[ $value = file ]]; then compopt -o default; COMPREPLY=()
  elif [[ $value = text ]]; then COMPREPLY=()
  elif [[ -n $value ]]; then COMPREPLY=($(compgen -W "$value" -- "$cur"))
  elif [[ $cur = -* ]]; then COMPREPLY=($(compgen -W "$options" -- "$cur"))
  else
    if [[ -n $takes ]]; then compopt -o default; fi
    COMPREPLY=($(compgen -W "$names" -- "$cur"))
  fi
}
complete -F _drawbridge drawbridge
`,
  zsh: (places: readonly Place[]) => `#compdef drawbridge
# Completion of drawbridge for zsh: source <(drawbridge completion zsh), after compinit; or a file _drawbridge in $fpath
${tables(places, ({ name, description }) => `${name}:${description.replaceAll('\\', '\\\\').replaceAll(':', '\\:')}`)}
_drawbridge() {
  local cur=\${words[CURRENT]} at value options takes
  local -a before=("\${(@)words[2,CURRENT-1]}") found
  local names
  _drawbridge_find "\${(@)before}"
  if [[ $value = file ]]; then _files
  elif [[ $value = text ]]; then _message 'a value'
  elif [[ -n $value ]]; then found=("\${(@f)value}"); compadd -a found
  elif [[ $cur = -* ]]; then found=("\${(@f)options}"); _describe option found
  else
    if [[ -n $names ]]; then found=("\${(@f)names}"); _describe command found; fi
    if [[ -n $takes ]]; then _files; fi
  fi
}
if [[ $funcstack[1] = _drawbridge ]]; then _drawbridge "$@"; else compdef _drawbridge drawbridge; fi
`,
} as const;
