export type Peeked = {
  readonly head: Uint8Array;
  /** The whole stream, as if nobody had looked. */
  readonly stream: AsyncIterable<Uint8Array>;
};

/**
 * Looks at the beginning of a stream and reads no more of it than that: whoever writes line by line gets answers line by line.
 *
 * @param isEnough whether what came tells what is to be known
 */
export async function peek(
  source: AsyncIterable<Uint8Array>,
  isEnough: (head: Uint8Array) => boolean,
): Promise<Peeked> {
  const iterator = source[Symbol.asyncIterator]();
  const chunks: Uint8Array[] = [];
  let head: Uint8Array = new Uint8Array();
  while (!isEnough(head)) {
    const next = await iterator.next();
    if (next.done === true) break;
    chunks.push(next.value);
    head = Buffer.concat([head, next.value]);
  }
  async function* whole(): AsyncGenerator<Uint8Array> {
    yield* chunks;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head, stream: whole() };
}
