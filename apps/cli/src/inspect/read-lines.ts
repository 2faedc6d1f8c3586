/** One line of a stream, or the news that there was one that nobody should keep in memory. */
export type Line = { readonly at: 'read'; readonly bytes: Uint8Array } | { readonly at: 'too_long' };

const LINE_FEED = 0x0a;

/**
 * Splits a stream into lines as they arrive. Never holds more than one line and one chunk; of a line that is too long nothing is
 * kept.
 */
export async function* readLines(stream: AsyncIterable<Uint8Array>, sizeBytesMax: number): AsyncGenerator<Line> {
  let held: Uint8Array[] = [];
  let sizeBytes = 0;
  const hold = (part: Uint8Array): void => {
    sizeBytes += part.length;
    if (sizeBytes > sizeBytesMax) held = [];
    else held.push(part);
  };
  const end = (): Line => {
    const line: Line = sizeBytes > sizeBytesMax ? { at: 'too_long' } : { at: 'read', bytes: Buffer.concat(held) };
    [held, sizeBytes] = [[], 0];
    return line;
  };
  for await (const chunk of stream) {
    let start = 0;
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, start)) {
      hold(chunk.subarray(start, at));
      yield end();
      start = at + 1;
    }
    hold(chunk.subarray(start));
  }
  if (sizeBytes > 0) yield end();
}
