import { concatBytes } from '@holdfast/encoding';
import type { Chance } from './chance.ts';

/** Numbers at which lengths, signs and counters turn over. */
const interesting = [0x00, 0x01, 0x17, 0x18, 0x1f, 0x20, 0x30, 0x3f, 0x40, 0x5f, 0x7f, 0x80, 0x81, 0x82, 0x84, 0x9f];
const interestingHigh = [0xa0, 0xbf, 0xc0, 0xdf, 0xf4, 0xf7, 0xf9, 0xfa, 0xfb, 0xfe, 0xff];
const bytes = [...interesting, ...interestingHigh];

type Mutation = (input: Uint8Array, chance: Chance, others: readonly Uint8Array[]) => Uint8Array;

const place = (input: Uint8Array, chance: Chance) => (input.length === 0 ? 0 : chance.below(input.length));
const span = (input: Uint8Array, chance: Chance) => {
  const start = place(input, chance);
  return [start, Math.min(input.length, start + 1 + chance.below(chance.once(4) ? 64 : 4))] as const;
};

function edited(input: Uint8Array, at: number, value: number): Uint8Array {
  const copy = input.slice();
  if (at < copy.length) copy[at] = value;
  return copy;
}

const mutations: readonly Mutation[] = [
  (input, chance) => {
    const at = place(input, chance);
    return edited(input, at, (input[at] ?? 0) ^ (1 << chance.below(8)));
  },
  (input, chance) => edited(input, place(input, chance), chance.oneOf(bytes)),
  (input, chance) => edited(input, place(input, chance), chance.u32() & 0xff),
  (input, chance) => {
    const at = place(input, chance);
    return edited(input, at, (input[at] ?? 0) + (chance.once(2) ? 1 : -1));
  },
  (input, chance) => {
    const [start, end] = span(input, chance);
    return concatBytes(input.subarray(0, start), input.subarray(end));
  },
  (input, chance) => {
    const at = place(input, chance);
    const more = chance.once(2) ? Uint8Array.of(chance.oneOf(bytes)) : chance.bytes(1 + chance.below(8));
    return concatBytes(input.subarray(0, at), more, input.subarray(at));
  },
  (input, chance) => {
    const [start, end] = span(input, chance);
    return concatBytes(input.subarray(0, end), input.subarray(start, end), input.subarray(end));
  },
  (input, chance) => input.slice(0, place(input, chance)),
  (input, chance) => concatBytes(input, chance.bytes(1 + chance.below(4))),
  (input, chance) => {
    const [start, end] = span(input, chance);
    const copy = input.slice();
    copy.copyWithin(place(input, chance), start, end);
    return copy;
  },
  (input, chance, others) => {
    const other = others.length === 0 ? input : chance.oneOf(others);
    return concatBytes(input.subarray(0, place(input, chance)), other.subarray(place(other, chance)));
  },
  (input, chance) => {
    // A length field that promises the most.
    const at = place(input, chance);
    return input.slice().fill(0xff, at, at + chance.oneOf([2, 4, 8]));
  },
];

/** One to four changes, each blind to what the bytes mean. */
export function mutateBytes(input: Uint8Array, chance: Chance, others: readonly Uint8Array[] = []): Uint8Array {
  // A copy of its own: a Buffer would share its memory with what it was cut from.
  let result: Uint8Array = new Uint8Array(input);
  const times = chance.oneOf([1, 1, 1, 2, 3, 4]);
  for (let index = 0; index < times; index += 1) result = chance.oneOf(mutations)(result, chance, others);
  return result;
}
