/** Ends an exhaustive `switch`; the compiler refuses to call it while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
