/** docs/measures.md: the prose is here, the tables come from the words of the measures, which hover and completion show too. */
import { cell, MARK } from './bundle.mjs';

const HEAD = '| | is | range | source |\n|---|---|---|---|';

/** @typedef {{ title: string, doc: string, range: string, source: string }} Words */

/** @param {string} name @param {Words} words @param {string} [more] */
const row = (name, { title, doc, range, source }, more = '') =>
  `| \`${cell(name)}\`${more} | **${cell(title)}.** ${cell(doc)} | ${cell(range)} | ${cell(source)} |`;

/** @param {any} expr what src/expr exports @param {any} analysis what src/analysis/measures exports */
export function measuresPage(expr, analysis) {
  /** @param {{ readonly [id: string]: Words }} table */
  const rows = (table) => Object.entries(table).map(([id, words]) => row(id, words, analysis.STANDARD.includes(id) ? ' ●' : ''));
  /** @param {string} takes */
  const calls = (takes) =>
    [...expr.measureFunctions]
      .filter(([, fn]) => fn.takes === takes)
      .map(([name, fn]) => row(expr.signatureOf(name, fn), { ...fn, doc: `${fn.doc} As in \`${fn.example[0]}\`.` }));
  return `${MARK}# Measures

A measure is a number that a run has at every moment. Those below are there in every society: a bare name in an [expression](expressions.md), as in \`until: reciprocity > 0.5\`, is its value now, and under \`measures:\` it is taken at the end of each round:

\`\`\`yaml
scenarios:
  street:
    measures:
      closure: change(transitivity)
      closed: within('team')
      believers: share(all.belief.closing.map(x => x >= 5))
      steps: mean_path
\`\`\`

Those with a ● are taken in each round without being asked for; the mean path length only up to 300 agents. So is each that something looks back on, as in \`change(transitivity)\`, or that an experiment compares. A measure of your own, a variable, a person or a group of the same name wins over these. What has no value, such as the reciprocity of nobody's ties, is missing in that round; an expression that counts on it is a fault at its line, and the run goes on.

All are folds: they follow from the events alone, need no model, and are the same on every machine. Where a measure of all pairs would take too long, it is an estimate from a seeded sample: from 2,000 agents or messages on, and for the logit from 100 candidates on. The event of the measure then has \`estimate: true\`, and \`error\`, the half width of a 95 % interval; fitted numbers have \`error\` too. This is kept where a measure is nothing but such a name, as \`steps: mean_path\` above.

A measure describes one run of a simulation. That its value differs between two arms by more than seeds do is for an experiment to show, and that it says something of people is for other data.

## Of ties

They are of the first network under \`ties:\`, among its members, of whom there are N. A tie is an edge from the strength \`edge\` of its network on. Networks are counted with direction where it says so.

${HEAD}
${rows(expr.tieWords).join('\n')}

## Of ties and a field of agents

The field is named in quotes: anything that an agent has, such as \`'age'\`, \`'interests'\`, a variable, or \`'belief.closing'\`, the answer to a survey. A list with a value for each agent who is there does as well: \`assortativity(all.map(a => a.age > 40))\`. The network is the first unless it is named: \`homophily('interests', friendship)\`.

${HEAD}
${calls('field').join('\n')}

## Of a list of numbers

${HEAD}
${calls('list').join('\n')}

\`mean\`, \`median\`, \`sd\`, \`share\`, \`gini\` and \`entropy\` are [functions](expressions.md#functions) too.

## Of answers to a survey

What all answered, as in \`all.views\` for a survey \`views\`. A row of a matrix counts as a question.

${HEAD}
${calls('answers').join('\n')}

## Of the course of a measure

${HEAD}
${calls('measure').join('\n')}

\`at\`, \`first\` and \`change\` are [functions](expressions.md#functions-that-read-the-run) too.

## Of ties over rounds

${HEAD}
${calls('rounds').join('\n')}

## Against null graphs

${HEAD}
${calls('null').join('\n')}

## On another network

${HEAD}
${calls('network').join('\n')}

## Of what is said

Messages of agents only, not those of the world's voice. Words are compared by TF-IDF vectors, so nothing is sent anywhere.

${HEAD}
${rows(expr.talkWords).join('\n')}

## Of worlds and studies

Worlds of the library declare measures of their own, such as \`gain\`, \`efficiency\`, \`equality\` and \`over_usage\` of the commons; each reward \`social\` is the measure \`reward_social\`. What agents answer is measured by the functions above.
`;
}
