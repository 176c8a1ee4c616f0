/** The table of tools in docs/assistants.md, and the tools in the manifest of the extension, from src/tools. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';
import { cell } from './bundle.mjs';

const BEGIN = '<!-- The table below is written by scripts/docs.mjs from src/tools. -->';
const END = '<!-- End of the table. -->';

const EFFECTS = { reads: 'reads', costs: 'costs', writes: 'writes' };

/** @param {typeof import('../../src/tools/toolList.js')} tools */
export function assistantsPage({ TOOLS }) {
  const page = readFileSync(join(root, 'docs', 'assistants.md'), 'utf8');
  const [before, rest = ''] = page.split(BEGIN);
  const rows = TOOLS.map(({ name, effect, input, description }) => {
    const inputs = Object.keys(input.properties).map((one) => (input.required.includes(one) ? `**\`${one}\`**` : `\`${one}\``));
    return `| \`${name}\` | ${EFFECTS[effect]} | ${inputs.join(' ')} | ${cell(description)} |`;
  });
  const table = ['| tool | effect | inputs (needed in bold) | what it does |', '|---|---|---|---|', ...rows].join('\n');
  return `${before}${BEGIN}\n\n${table}\n\n${END}${rest.split(END)[1] ?? ''}`;
}

/**
 * The manifest of the extension with all tools. Titles are in package.nls.json.
 * @param {typeof import('../../src/tools/toolList.js')} tools
 */
export function manifestWithTools({ TOOLS }) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  manifest.contributes.languageModelTools = TOOLS.map(({ name, description, input }) => ({
    name: `society_${name}`,
    displayName: `%tools.${name}%`,
    modelDescription: description,
    toolReferenceName: `society_${name}`,
    canBeReferencedInPrompt: true,
    tags: ['society'],
    inputSchema: input,
  }));
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/**
 * The English texts of the manifest, with the titles of all tools at the end.
 * @param {typeof import('../../src/tools/toolList.js')} tools
 */
export function titlesOfTools({ TOOLS }) {
  const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8'));
  const others = Object.entries(texts).filter(([key]) => !key.startsWith('tools.'));
  const titles = TOOLS.map(({ name, title }) => [`tools.${name}`, title]);
  return `${JSON.stringify(Object.fromEntries([...others, ...titles]), null, 2)}\n`;
}
