/** A native id that is a row's number: a whole number from 1 on; null for any other text, which no row can have. */
export function rowId(nativeId: string): number | null {
  return /^[1-9]\d{0,14}$/.test(nativeId) ? Number(nativeId) : null;
}

/** The ids among these that a row can have, each once. */
export function rowIds(nativeIds: readonly string[]): number[] {
  return [...new Set(nativeIds.map(rowId).filter((id) => id !== null))];
}
