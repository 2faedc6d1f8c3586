import { crc32, deflateSync, inflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOURS_MAX = 256;
/** Squared distance in RGB from which two colours are not taken for one another. */
const DIFFERENT = 24 ** 2;

type Picture = { readonly width: number; readonly height: number; readonly colours: Uint32Array };

/**
 * The same picture with a palette of at most 256 colours, as small as deflate makes it. Pages have few colours and many
 * shades at the edges of letters; the rare ones go to their nearest. Takes what browsers write: 8 bits, RGB or RGBA,
 * not interlaced, without transparency.
 */
export function shrinkPng(png: Buffer): Buffer {
  const { width, height, colours } = decode(png);
  const palette = choosePalette(colours);
  const indices = new Map(palette.map((colour, index) => [colour, index]));
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0, at = 0; y < height; y += 1) {
    rows[at++] = 0;
    for (let x = 0; x < width; x += 1) rows[at++] = indexOf(colours[y * width + x] ?? 0, indices, palette);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap(channels))),
    chunk('IDAT', deflateSync(rows, { level: 9, memLevel: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** PNG (third edition) §5.3, §11.2.1. */
export function decode(png: Buffer): Picture {
  if (!png.subarray(0, 8).equals(SIGNATURE)) throw new Error('not a PNG');
  const parts: Buffer[] = [];
  for (let at = 8; at < png.length; at += 12 + png.readUInt32BE(at)) {
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT')
      parts.push(png.subarray(at + 8, at + 8 + png.readUInt32BE(at)));
  }
  const [width, height, depth, type, interlaced] = [
    png.readUInt32BE(16),
    png.readUInt32BE(20),
    png[24],
    png[25],
    png[28],
  ];
  if (depth !== 8 || (type !== 2 && type !== 6) || interlaced !== 0) throw new Error('a PNG that no browser writes');
  const size = type === 2 ? 3 : 4;
  const bytes = unfilter(inflateSync(Buffer.concat(parts)), width * size, height, size);
  const colours = new Uint32Array(width * height);
  for (let pixel = 0; pixel < colours.length; pixel += 1) colours[pixel] = bytes.readUIntBE(pixel * size, 3);
  return { width, height, colours };
}

/** PNG (third edition) §9.2: each byte was written as its difference to what its neighbours foretell. */
function unfilter(filtered: Buffer, stride: number, height: number, size: number): Buffer {
  const bytes = Buffer.alloc(stride * height);
  for (let y = 0; y < height; y += 1) {
    const filter = filtered[y * (stride + 1)] ?? 0;
    for (let x = 0; x < stride; x += 1) {
      const at = y * stride + x;
      const left = x < size ? 0 : (bytes[at - size] ?? 0);
      const above = y === 0 ? 0 : (bytes[at - stride] ?? 0);
      const corner = x < size || y === 0 ? 0 : (bytes[at - stride - size] ?? 0);
      bytes[at] = (filtered[y * (stride + 1) + 1 + x] ?? 0) + foretold(filter, left, above, corner);
    }
  }
  return bytes;
}

function foretold(filter: number, left: number, above: number, corner: number): number {
  switch (filter) {
    case 0:
      return 0;
    case 1:
      return left;
    case 2:
      return above;
    case 3:
      return (left + above) >> 1;
    case 4:
      return paeth(left, above, corner);
    default:
      throw new Error(`unknown filter ${filter}`);
  }
}

function paeth(left: number, above: number, corner: number): number {
  const estimate = left + above - corner;
  const [toLeft, toAbove, toCorner] = [left, above, corner].map((value) => Math.abs(estimate - value)) as [
    number,
    number,
    number,
  ];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/**
 * First colours that differ, so that a red word on a large page stays red; then the commonest of the others. In one order
 * whatever the order of the pixels, so that the same page gives the same bytes.
 */
function choosePalette(colours: Uint32Array): number[] {
  const counts = new Map<number, number>();
  for (const colour of colours) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const byCount = [...counts].sort(([a, many], [b, more]) => more - many || a - b).map(([colour]) => colour);
  const chosen: number[] = [];
  for (const colour of byCount) {
    if (chosen.length < COLOURS_MAX && chosen.every((other) => distance(colour, other) > DIFFERENT))
      chosen.push(colour);
  }
  const others = byCount.filter((colour) => !chosen.includes(colour));
  return [...chosen, ...others.slice(0, COLOURS_MAX - chosen.length)];
}

/** Remembers what it finds in `indices`. */
function indexOf(colour: number, indices: Map<number, number>, palette: readonly number[]): number {
  const known = indices.get(colour);
  if (known !== undefined) return known;
  const distances = palette.map((candidate) => distance(colour, candidate));
  const nearest = distances.indexOf(Math.min(...distances));
  indices.set(colour, nearest);
  return nearest;
}

/** Squared. */
function distance(one: number, other: number): number {
  const [r1, g1, b1] = channels(one);
  const [r2, g2, b2] = channels(other);
  return (r1 - r2) ** 2 + (g1 - g2) ** 2 + (b1 - b2) ** 2;
}

function channels(colour: number): [number, number, number] {
  return [colour >> 16, (colour >> 8) & 0xff, colour & 0xff];
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
