/** The nonce of this page: what makes styles at run time needs it (antd, CodeMirror's cspNonce). */
export const nonce: string =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";

/**
 * Lets styles that antd makes beside its own (what locks the page behind a window) carry the nonce,
 * too: without it the policy refuses them.
 */
export function giveNonce(): void {
  const make = document.createElement.bind(document);
  document.createElement = (name: string, options?: ElementCreationOptions) => {
    const made = make(name, options);
    if (made instanceof HTMLStyleElement) made.nonce = nonce;
    return made;
  };
}
