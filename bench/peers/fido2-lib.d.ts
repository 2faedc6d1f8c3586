/** As much of it as is used here: without its installation the types of the rest of the repository can still be checked. */
declare module 'fido2-lib' {
  export class Fido2Lib {
    constructor(options: { rpId: string; rpName: string; attestation: 'direct' });
    attestationResult(response: object, expected: object): Promise<unknown>;
    assertionResult(response: object, expected: object): Promise<unknown>;
  }
}
