import type { Image } from '../model/product-parts.js';
import { plainText } from './html-text.js';

/** Images of these addresses in order, without alternative texts; blank ones are left out. */
export function imagesOf(base: string, paths: readonly (string | null | undefined)[]): Image[] {
  return paths
    .map((path) => plainText(path))
    .filter((path) => path !== null)
    .map((path, position) => ({ url: fileUrl(base, path), alt: null, position }));
}

/** The address of a file below a folder; a path that is an address itself stays one. */
export function fileUrl(base: string, path: string): string {
  if (/^https?:\/\//i.test(path)) return path;
  return `${base}${path.split('/').map(encodeURIComponent).join('/')}`;
}
