/** What the description of every field says that asks a store of its own: `empty` is what it gives where there is nothing to ask for. */
export function failsAlone(empty?: string): string {
  return `Null, with the reason in \`errors\`, where the store does not answer${empty ? `; ${empty}` : ''}.`;
}

/** The same of a list that stores of some platforms do not keep, by the capability of those that do. */
export function keptBySome(capability: string): string {
  return failsAlone(`empty where it keeps none (\`${capability}\`)`);
}
