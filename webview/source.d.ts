/** A script that runs elsewhere than the page, bundled by itself, as text (scripts/lib/scriptSource.mjs). */
declare module '*?source' {
  export const source: string;
}
