/** The part of the Markdown parser markdown-it that tests use. */
declare module 'markdown-it' {
  interface Token {
    readonly type: string;
    readonly content: string;
    readonly level: number;
    /** Its source lines, the last one excluded. */
    readonly map: readonly [number, number] | null;
    readonly children: readonly Token[] | null;
  }
  class MarkdownIt {
    constructor(options: { readonly html: boolean; readonly linkify: boolean });
    parse(markdown: string, env: object): readonly Token[];
  }
  export = MarkdownIt;
}
