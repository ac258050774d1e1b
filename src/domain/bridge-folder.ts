import { UploadError, type UploadSession } from '../bridge/upload/upload.js';
import type { BridgeFile } from './bridge-downloads.js';

/** The folder of a bridge in its store's root. */
const folder = 'drawbridge';

/** What a bridge itself writes beside its files: a file for every nonce, and for every act, that it has seen. They may be another user's. */
const written = [`${folder}/nonces`, `${folder}/ledger`];

/**
 * The bridge's folder on a store's server. Files are uploaded beside those that are there and exchanged by renaming, one after the
 * other; what else lies in the folder is not touched, for it may be the owner's, or PHP's and not ours to move.
 */
export class BridgeFolder {
  /** Whether the folder itself is ours to take away again. */
  #made = false;
  /** The files exchanged so far, and whether one of the same name was there before. */
  readonly #exchanged: { readonly name: string; readonly replaced: boolean }[] = [];

  /** `mark`: a few random characters, so that two uploads do not meet. */
  constructor(
    private readonly session: UploadSession,
    private readonly mark: string,
  ) {}

  /** What lies in the folder beside nonces; null where there is no folder. */
  async names(): Promise<readonly string[] | null> {
    const names = await this.session.names(folder);
    return names?.filter((name) => !written.includes(`${folder}/${name}`)) ?? null;
  }

  /** The config.php that is there; null where there is none. */
  config(): Promise<string | null> {
    return this.session.read(`${folder}/config.php`);
  }

  /** Lets nobody but its owner read the config.php, with the keys in it, or again everybody; false where the server does not do that. */
  keepConfig(toOwner: boolean): Promise<boolean> {
    return this.session.setMode(`${folder}/config.php`, toOwner ? 0o600 : 0o644);
  }

  /** Uploads the files beside. What fails leaves nothing behind. */
  async upload(files: readonly BridgeFile[]): Promise<void> {
    try {
      if ((await this.session.names(folder)) === null) {
        await this.session.makeFolder(folder);
        this.#made = true;
      }
      for (const { path, content } of files) await this.session.write(this.#named('new', baseName(path)), content);
    } catch (error) {
      await this.#clear(files).catch(() => undefined);
      throw error;
    }
  }

  /** Puts each uploaded file in the place of the one that is there, if any. What fails leaves those that were there. */
  async exchange(files: readonly BridgeFile[]): Promise<void> {
    try {
      for (const name of files.map(({ path }) => baseName(path))) {
        const replaced = await this.session.rename(`${folder}/${name}`, this.#named('old', name));
        this.#exchanged.push({ name, replaced });
        await this.session.rename(this.#named('new', name), `${folder}/${name}`);
      }
    } catch (error) {
      await this.undo(files).catch(() => undefined);
      throw error;
    }
  }

  /** Undoes an exchange: what was there before is there again, and nothing of what was uploaded. */
  async undo(files: readonly BridgeFile[]): Promise<void> {
    for (const { name, replaced } of this.#exchanged.splice(0).reverse()) {
      await this.session.removeFile(`${folder}/${name}`);
      if (replaced) await this.session.rename(this.#named('old', name), `${folder}/${name}`);
    }
    await this.#clear(files);
  }

  /** Deletes what an exchange replaced. */
  async forgetOld(): Promise<void> {
    for (const { name, replaced } of this.#exchanged) {
      if (replaced) await this.session.removeFile(this.#named('old', name));
    }
  }

  /** Takes the bridge away: it is out of reach at once. What else lies in the folder stays there. */
  async remove(files: readonly BridgeFile[]): Promise<void> {
    for (const { path } of files) await this.session.removeFile(`${folder}/${baseName(path)}`);
    await this.#removeFolder();
  }

  async #clear(files: readonly BridgeFile[]): Promise<void> {
    for (const { path } of files) await this.session.removeFile(this.#named('new', baseName(path)));
    if (this.#made) await this.#removeFolder();
  }

  /** Deletes the folder with the nonces in it, where nothing else is in it and the server lets this user do it. */
  async #removeFolder(): Promise<void> {
    if ((await this.names())?.length !== 0) return;
    try {
      for (const own of written) {
        const seen = await this.session.names(own);
        for (const name of seen ?? []) await this.session.removeFile(`${own}/${name}`);
        if (seen) await this.session.removeFolder(own);
      }
      await this.session.removeFolder(folder);
    } catch (error) {
      if (!(error instanceof UploadError)) throw error;
    }
  }

  /** A name beside: one that PHP runs as the file itself, so that no server hands out its text. */
  #named(age: 'new' | 'old', name: string): string {
    return `${folder}/${age}-${this.mark}-${name}`;
  }
}

/** A bridge's files all lie in its folder itself. */
function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
