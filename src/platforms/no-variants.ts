import { answered } from '../bridge/plan.js';
import type { Platform } from './platform.js';

/** The variants of a platform that has none. */
export const noVariants: Platform['variants'] = {
  page: (_store, request) => answered({ rows: [], hasMore: false, totalCount: request.totalCount ? 0 : null }),
  byIds: () => answered(new Map()),
};
