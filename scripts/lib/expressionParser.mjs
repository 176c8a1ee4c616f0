/**
 * For esbuild: acorn without the parts that check regular expressions. Expressions of societies have none, and the parser of ours refuses each
 * (`src/expr/syntax/parse.ts`), so its pattern needs no check. This saves 24 kB wherever expressions are read.
 */
import { readFile } from 'node:fs/promises';

/** The first and the next statement after the parts, in the file of acorn. */
const [FROM, TO] = ['var scriptValuesAddedInUnicode = ', '// Object type used to represent tokens.'];

const INSTEAD = `var RegExpValidationState = function RegExpValidationState() {};
RegExpValidationState.prototype.reset = function reset() {};
Parser.prototype.validateRegExpFlags = function () {};
Parser.prototype.validateRegExpPattern = function () {};
`;

/** @type {import('esbuild').Plugin} */
export const expressionParser = {
  name: 'expression-parser',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]acorn[\\/]dist[\\/]acorn\.mjs$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const [from, to] = [source.lastIndexOf('\n', source.indexOf(FROM)) + 1, source.indexOf(TO)];
      if (!source.includes(FROM) || to < from) throw new Error('acorn has other parts than scripts/lib/expressionParser.mjs expects');
      return { contents: source.slice(0, from) + INSTEAD + source.slice(to), loader: 'js' };
    });
  },
};
