import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { decodeCbor } from '@holdfast/encoding';
import { type GrowingInput, growingInputs } from './growing-input.ts';
import { StepCounter } from './steps.ts';

/** Twice the input may cost a little more than twice the work: what does not grow is left out of the comparison by the slack. */
const FACTOR_MAX = 2.5;
const SLACK_STEPS = 200;
const SIZES = [128, 256, 512, 1024] as const;

const counter = new StepCounter();
after(() => counter.close());

function stepsBySize({ make }: GrowingInput): readonly number[] {
  return SIZES.map((size) => {
    const work = make(size);
    // What is made once, such as tables, is made now.
    work();
    return counter.stepsOf(work);
  });
}

function growsTooFast(steps: readonly number[]): boolean {
  return steps.some((count, index) => index > 0 && count > (steps[index - 1] ?? 0) * FACTOR_MAX + SLACK_STEPS);
}

describe('work grows no faster than input', () => {
  for (const input of growingInputs()) {
    test(input.name, () => {
      const steps = stepsBySize(input);
      assert.ok(
        steps.every((count) => count > 0),
        'nothing was counted',
      );
      assert.equal(growsTooFast(steps), false, `steps for ${SIZES.join(', ')}: ${steps.join(', ')}`);
    });
  }

  test('what reads its input once for each byte would be found out', () => {
    const quadratic: GrowingInput = {
      name: 'quadratic',
      make: (size) => {
        const array = Uint8Array.of(0x99, size >> 8, size & 0xff, ...new Uint8Array(size));
        return () => {
          for (let times = 0; times < size; times += 1) decodeCbor(array);
        };
      },
    };
    assert.equal(growsTooFast(stepsBySize(quadratic)), true);
  });
});
