/** docs/networks.md: initial networks. The prose is here, the rest comes from the table of graphs of the engine. */
import { cell, MARK } from './bundle.mjs';

/** @typedef {{ name: string, is: string, otherwise?: string }} Param */
/** @typedef {{ name: string, usage: string, doc: string, params?: readonly Param[], ways?: string, example?: string, source?: string }} Form */

/** Examples where the table has none. @type {{ [name: string]: string }} */
const EXAMPLES = {
  ring: 'ring(4)',
  small_world: 'small_world(4, 0.1)',
  random: 'random(0.3)',
  preferential: 'preferential(2)',
  caveman: 'caveman(3, 4)',
};

/** @type {{ [ways: string]: string }} */
const WAYS = {
  mutual: 'Each tie goes both ways unless `reciprocity` is below 1.',
  one_way: 'Each tie goes one way unless `reciprocity` is above 0.',
  written: 'Each edge says which way it goes, so `reciprocity` is left out.',
};

/** @param {{ graphForms: readonly Form[] }} engine */
export const networksPage = ({ graphForms }) => `${MARK}# Networks

How the ties of a network are before the first round. \`graph:\` takes one of the forms below or a list of edges; \`strength:\` is the
strength of each tie, 1 unless written. How ties change is in [the format](format.md#ties), what is measured of them in
[measures.md](measures.md).

\`\`\`yaml
society: 1
imports: [library/feed]
populations:
  town: { size: 12, sample: { team: { red: 1, blue: 1 }, interests: '2 of [jazz, chess, football]' } }
ties:
  colleagues: { among: all, graph: 'blocks(team, 0.8, 0.15)', strength: 0.6, change: never }
  friendship: { among: all, graph: 'small_world(4, 0.1)', strength: 0.3, change: { rule: evidence } }
  reads: { among: all, graph: random(0.3), reciprocity: 0.2, felt: false }
scenarios:
  office: { world: feed, rounds: 4 }
\`\`\`

- A form with a comma is put in quotes inside \`{ }\`, since YAML would split it there.
- Members are those in \`among\`, in the order of the cast: personas as the file lists them, then members of populations by number.
- \`reciprocity:\` is the share of the drawn ties whose way back is a tie too, in expectation: 0 draws each tie one way, 1 both ways. A
  tie that goes one way goes out from the newcomer in \`preferential\` and \`followers\`, otherwise from either end by chance.
- Ties are drawn with the seed of the run. Each member has a stream of its own, so the same seed gives the same network on every machine.
- A network can also come from a file: \`society import edges.csv\` writes its edges into a society ([exchange.md](exchange.md#ties)).

| form | in short |
|---|---|
${graphForms.map(({ name, usage, doc }) => `| [\`${cell(usage)}\`](#${name}) | ${cell(firstSentence(doc))} |`).join('\n')}

${graphForms.map(chapter).join('\n')}`;

/** @param {Form} form */
function chapter({ name, usage, doc, params = [], ways, example = EXAMPLES[name], source }) {
  const rows = params.map(
    (param) => `| \`${param.name}\` | ${cell(param.is)} | ${param.otherwise === undefined ? 'has to be given' : cell(param.otherwise)} |`,
  );
  return [
    `## ${name}\n`,
    `\`${usage}\`: ${doc}${ways ? ` ${WAYS[ways]}` : ''}${source ? ` Source: ${source}.` : ''}\n`,
    ...(rows.length > 0 ? [`| parameter | | otherwise |\n|---|---|---|\n${rows.join('\n')}\n`] : []),
    ...(example ? [`As in \`graph: ${example}\`.\n`] : []),
  ].join('\n');
}

/** @param {string} text */
const firstSentence = (text) => /^.*?(?<!et al)\.(?= [A-Z]|$)/.exec(text)?.[0] ?? text;
