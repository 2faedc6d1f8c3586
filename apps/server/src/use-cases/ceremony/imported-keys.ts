import { equalBytes, importSpki, type PublicKey } from '@holdfast/encoding';
import type { Credential } from '../../store/credentials.ts';

type Stored = Pick<Credential, 'id' | 'publicKeySpki' | 'algorithm'>;

/** Twice as many are kept at most, each of about 2 KiB: importing one costs a fifth of what its signature does. */
const GENERATION_KEYS = 4096;

/** Keys of the passkeys that were used last, imported. A stored key that is another one now is imported again. */
export class ImportedKeys {
  readonly #generationKeys: number;
  #recent = new Map<string, PublicKey>();
  /** Those of which nothing was heard since `recent` was last full. */
  #earlier = new Map<string, PublicKey>();

  constructor(generationKeys = GENERATION_KEYS) {
    this.#generationKeys = generationKeys;
  }

  /** @returns null where the bytes are no key: then whoever verifies says what is wrong with them */
  of({ id, publicKeySpki, algorithm }: Stored): PublicKey | null {
    const recent = this.#recent.get(id);
    const known = recent ?? this.#earlier.get(id);
    if (known !== undefined && known.algorithm.number === algorithm && equalBytes(known.spki, publicKeySpki)) {
      if (recent === undefined) this.#keep(id, known);
      return known;
    }
    const imported = importSpki(publicKeySpki, algorithm);
    if (!imported.ok) return null;
    this.#keep(id, imported.value);
    return imported.value;
  }

  #keep(id: string, key: PublicKey): void {
    if (this.#recent.size >= this.#generationKeys) {
      this.#earlier = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(id, key);
  }
}
