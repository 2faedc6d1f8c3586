/** The port that a peer listens on: its first argument. */
export function peerPort(argv: readonly string[]): number {
  const port = Number(argv[2]);
  if (!Number.isInteger(port) || port < 1 || port > 65_535) throw new Error('say the port as the first argument');
  return port;
}
