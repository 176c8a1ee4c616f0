/** For esbuild: calls of `t` and `marked` have no effects, so a script does not contain texts that it does not use. */
import { readFile } from 'node:fs/promises';

/** @type {import('esbuild').Plugin} */
export const pureTexts = {
  name: 'pure-texts',
  setup({ onLoad }) {
    onLoad({ namespace: 'file', filter: /[\\/](webview|protocol|ui)[\\/].*\.ts$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return { contents: source.replaceAll(/(?<![\w.])(t|marked)\((?=\s*['"])/g, '/* @__PURE__ */ $1('), loader: 'ts' };
    });
  },
};
