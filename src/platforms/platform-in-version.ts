import type { AnyPlatform } from './platform.js';

/** A platform as stores of one version are of it: without what is not written in that version yet. */
export function platformInVersion(platform: AnyPlatform, version: string | null): AnyPlatform {
  const end = platform.writing?.beforeMajor ?? null;
  if (end === null || version === null || Number.parseInt(version, 10) < end) return platform;
  return { ...platform, capabilities: platform.capabilities.filter((one) => !one.endsWith('.write')) };
}
