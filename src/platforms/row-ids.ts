/** A native id that is a row's number: a whole number from 1 on; null for any other text, which no row can have. */
export function rowId(nativeId: string): number | null {
  return /^[1-9]\d{0,14}$/.test(nativeId) ? Number(nativeId) : null;
}

/** The ids among these that a row can have, each once. */
export function rowIds(nativeIds: readonly string[]): number[] {
  return [...new Set(nativeIds.map(rowId).filter((id) => id !== null))];
}

/** The native id of what stands above a row; null for a row at the top (0), and for one that is said to be above itself. */
export function idAbove(above: number | null, own: number): string | null {
  return above !== null && above > 0 && above !== own ? String(above) : null;
}
