/** The nonce of this page: what makes styles at run time needs it (antd, CodeMirror's cspNonce). */
export const nonce: string =
  document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? "";
