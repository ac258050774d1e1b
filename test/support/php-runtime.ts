import type { PHPLoaderModule } from '@php-wasm/universal';

export interface PhpRuntime {
  readonly version: string;
  readonly load: () => Promise<PHPLoaderModule>;
}

/** The PHP builds that the bridge is held to: the oldest, the one of the demo, the newest. */
export const phpRuntimes = [
  { version: '7.4', load: async () => (await import('@php-wasm/node-7-4')).getPHPLoaderModule() },
  { version: '8.3', load: async () => (await import('@php-wasm/node-8-3')).getPHPLoaderModule() },
  { version: '8.5', load: async () => (await import('@php-wasm/node-8-5')).getPHPLoaderModule() },
] as const satisfies readonly PhpRuntime[];
