import { readFileSync } from 'node:fs';
import type { SettingName } from './settings-table.js';

/** The variables that hold secrets. */
export const secretVariables: readonly SettingName[] = [
  'DATABASE_URL',
  'DRAWBRIDGE_API_KEYS',
  'DRAWBRIDGE_MASTER_KEY',
  'DRAWBRIDGE_PREVIOUS_MASTER_KEYS',
  'REDIS_URL',
  'DRAWBRIDGE_METRICS_TOKEN',
];

/** The variables that name the files which secrets are in. */
export const secretFileVariables: readonly string[] = secretVariables.map(fileVariable);

function fileVariable(name: SettingName): string {
  return `${name}_FILE`;
}

/**
 * The environment with the secrets that are in files: what a process was started with can be read by others of its user for as
 * long as it runs, what a file holds cannot. Faults name the variable and the file, never what is in it.
 */
export function withSecretFiles(environment: Readonly<Record<string, string | undefined>>): {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly faults: readonly string[];
} {
  const read: Record<string, string | undefined> = { ...environment };
  const faults: string[] = [];
  for (const name of secretVariables) {
    const variable = fileVariable(name);
    const path = environment[variable]?.trim();
    if (!path) continue;
    if (environment[name]?.trim()) {
      faults.push(`${name} and ${variable} must not both be set.`);
      continue;
    }
    try {
      read[name] = readFileSync(path, 'utf8');
      if (!read[name].trim()) faults.push(`${variable} must name a file that holds something, but got: ${path}`);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      faults.push(`${variable} must name a file that can be read, but got: ${path} (${code}).`);
    }
  }
  return { environment: read, faults };
}
