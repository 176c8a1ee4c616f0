/** What tests use of a parser of Markdown that others wrote. */
declare module 'markdown-it' {
  interface Token {
    readonly type: string;
    readonly children: readonly Token[] | null;
  }
  class MarkdownIt {
    constructor(options: { readonly html: boolean; readonly linkify: boolean });
    parse(markdown: string, env: object): readonly Token[];
  }
  export = MarkdownIt;
}
