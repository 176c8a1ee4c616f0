/** Other white space: two spaces between sentences, and an empty line between lines. The words are the same. */
export const withOtherSpaces = (text: string): string => text.replace(/([.!?:]) (?=\S)/g, '$1  ').replace(/\n+/g, '\n\n');
