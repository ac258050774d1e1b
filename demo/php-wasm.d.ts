/** The part of these packages that is used here; their own declarations do not resolve under `nodenext`, or are missing. */
declare module '@php-wasm/universal' {
  export interface PHPLoaderModule {
    readonly dependencyFilename: string;
    readonly dependenciesTotalSize: number;
    init(jsRuntime: string, options: object): unknown;
  }
  export interface PHPRunOptions {
    readonly scriptPath?: string;
    readonly code?: string;
    readonly relativeUri?: string;
    readonly protocol?: string;
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string | Uint8Array;
    readonly $_SERVER?: Readonly<Record<string, string>>;
  }
  export interface PHPResponse {
    readonly httpStatusCode: number;
    readonly headers: Readonly<Record<string, string[]>>;
    readonly bytes: Uint8Array;
    readonly text: string;
    readonly errors: string;
    readonly exitCode: number;
  }
  export interface FileSystem {
    readonly filesystems: { readonly NODEFS: unknown };
    mount(type: unknown, options: { readonly root: string }, mountPoint: string): void;
    unmount(mountPoint: string): void;
  }
  export class PHP {
    constructor(runtimeId: number);
    run(request: PHPRunOptions): Promise<PHPResponse>;
    mkdirTree(path: string): void;
    mount(
      path: string,
      handler: (php: PHP, fs: FileSystem, mountPoint: string) => () => void,
    ): Promise<() => Promise<void>>;
    exit(code?: number): void;
  }
  export function loadPHPRuntime(loader: PHPLoaderModule, options: { readonly processId: number }): Promise<number>;
}

declare module '@php-wasm/node-7-4' {
  export function getPHPLoaderModule(): Promise<import('@php-wasm/universal').PHPLoaderModule>;
}

declare module '@php-wasm/node-8-3' {
  export function getPHPLoaderModule(): Promise<import('@php-wasm/universal').PHPLoaderModule>;
}

declare module '@php-wasm/node-8-5' {
  export function getPHPLoaderModule(): Promise<import('@php-wasm/universal').PHPLoaderModule>;
}
