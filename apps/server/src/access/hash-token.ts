import { hash } from 'node:crypto';

/** What is stored of the token of an invitation. With 256 random bits no slow hash is needed: nobody guesses the input. */
export function hashToken(token: string): string {
  return hash('sha256', token, 'hex');
}
