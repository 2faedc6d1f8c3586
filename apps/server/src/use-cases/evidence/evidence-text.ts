import { hash } from 'node:crypto';
import type { EvidenceFile } from '../../http/contract/evidence.ts';

/** Members in the order of the schema, which is the order of whoever wrote the object. */
type Unsealed = Omit<EvidenceFile, 'digest'>;

/**
 * SHA-256 of the content as compact JSON in UTF-8, members in the order of the file. It shows damage and careless changes; whoever
 * changes a file on purpose can work it out again, so that it proves nothing.
 */
export function contentDigest({ digest: _, ...content }: Unsealed & { readonly digest?: string }): string {
  return hash('sha256', JSON.stringify(content), 'hex');
}

export function sealed(content: Unsealed): EvidenceFile {
  return { ...content, digest: contentDigest(content) };
}

/** The bytes of the file: what is downloaded, and what its SHA-256 in the audit log is of. */
export function evidenceText(file: EvidenceFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}
