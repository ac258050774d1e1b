import { MemoryFS } from '@electric-sql/pglite';
import type { EmptyRegistry } from './empty-registry.js';

/** Memory as PGlite's disk, in which an empty registry lies already. */
export class PrefilledMemory extends MemoryFS {
  constructor(private readonly registry: EmptyRegistry) {
    super();
  }

  override async initialSyncFs(): Promise<void> {
    const { FS } = (this.pg as NonNullable<typeof this.pg>).Module;
    for (const [path, bytes] of this.registry) {
      const at = `/pglite/data/${path}`;
      FS.mkdirTree(at.slice(0, at.lastIndexOf('/')));
      if (!path.endsWith('/')) FS.writeFile(at, bytes, { canOwn: true });
    }
  }
}
