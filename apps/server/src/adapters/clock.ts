import { type Instant, instant } from '@holdfast/kernel';

export function systemClock(): Instant {
  return instant(Date.now());
}
