/** The nonce of this response (the server writes it into the page), without which the browser refuses style elements. */
export function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';
}

/** react-remove-scroll adds a style element of its own and takes its nonce from this name (package get-nonce). */
export function tellLibrariesTheNonce(): void {
  Object.assign(globalThis, { __webpack_nonce__: styleNonce() });
}
