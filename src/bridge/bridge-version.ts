/** The version of the bridge that this service issues, as bridge.php says it of itself. */
export const issuedBridgeVersion = '1.0.0';

/** Whether a bridge's version is older than the one that is issued; a version that cannot be read is. */
export function isOutdatedBridge(version: string, issued = issuedBridgeVersion): boolean {
  const [own, other] = [version, issued].map((text) => text.split('.').map(Number)) as [number[], number[]];
  for (const [index, part] of other.entries()) {
    const mine = own[index] ?? 0;
    if (mine !== part) return !(mine > part);
  }
  return false;
}
