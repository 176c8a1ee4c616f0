/** What tests use of a parser of Markdown that others wrote. */
declare module 'markdown-it' {
  interface Token {
    readonly type: string;
    readonly content: string;
    readonly level: number;
    /** Lines that it is made from, the last one not included. */
    readonly map: readonly [number, number] | null;
    readonly children: readonly Token[] | null;
  }
  class MarkdownIt {
    constructor(options: { readonly html: boolean; readonly linkify: boolean });
    parse(markdown: string, env: object): readonly Token[];
  }
  export = MarkdownIt;
}
