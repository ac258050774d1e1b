import type { Image } from '../../model/product-parts.js';
import { plainText } from '../html-text.js';
import type { ZenCartView } from './zencart-config.js';

/** Images from their paths below `images/`, in order; blank paths are left out. Zen Cart holds no alternative texts. */
export function imagesOf(view: ZenCartView, paths: readonly (string | null)[]): Image[] {
  return paths
    .map((path) => plainText(path))
    .filter((path) => path !== null)
    .map((path, position) => ({ url: imageUrl(view.url, path), alt: null, position }));
}

function imageUrl(root: string, path: string): string {
  if (/^https?:\/\//i.test(path)) return path;
  return `${root}images/${path.split('/').map(encodeURIComponent).join('/')}`;
}
