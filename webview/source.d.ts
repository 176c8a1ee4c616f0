/** A script that runs outside the page, bundled separately as text (scripts/lib/scriptSource.mjs). */
declare module '*?source' {
  export const source: string;
}
