/**
 * The SDL of graphs whose presentation is known when the service is built, by the options of that: the bundle holds it (build/service.ts);
 * here is none, and every graph is made from what is declared.
 */
export const preparedSdl: Readonly<Record<string, string>> = {};
