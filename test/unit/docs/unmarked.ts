/** Text of documents that looks as if it quoted numbers of runs, and has no marker of a figure. */

/** A block of a page, by its first words; empty for the whole page. */
export interface Place {
  readonly page: string;
  readonly begins: string;
}

const STUDY = 'a study of hours with a real language model; the section has its commands';

export const EXCEPTIONS: readonly (Place & { readonly reason: string })[] = [
  { page: 'docs/benchmarks.md', begins: '', reason: 'times of a machine: `npm run bench` prints them' },
  { page: 'docs/budget.md', begins: '```text\nsmall (', reason: 'what a forecast looks like, with prices of an invented file' },
  { page: 'docs/builtin-mind.md', begins: '| From the persona', reason: 'constants' },
  { page: 'docs/builtin-mind.md', begins: '1. A variable of the agent', reason: 'constants' },
  { page: 'docs/builtin-mind.md', begins: 'No agent passes on', reason: 'test/unit/minds/social.test.ts compares these numbers' },
  { page: 'docs/calibration.md', begins: '- **Interval**: 95 %', reason: 'definitions' },
  { page: 'docs/calibration.md', begins: '[examples/studies/epidemic_rate', reason: 'parameters that made the data' },
  { page: 'docs/diagnostics.md', begins: '', reason: 'generated from the catalogue, whose examples are tested' },
  {
    page: 'docs/evidence.md',
    begins: '| seeds | wordings | spread of seeds',
    reason: 'a simulation; test/unit/analysis/statistics/nestedMean.test.ts repeats it with fewer studies',
  },
  {
    page: 'docs/evidence.md',
    begins: 'Prompts that are perturbed can shift',
    reason: 'a simulation; test/unit/analysis/statistics/perturbedPrompts.test.ts repeats it',
  },
  {
    page: 'docs/experiments.md',
    begins: '- **Seeds count.**',
    reason: 'definitions; the coverage is tested in test/unit/analysis/statistics',
  },
  { page: 'docs/format.md', begins: '', reason: 'generated from the schema' },
  { page: 'docs/prompts.md', begins: 'The last six rows are from', reason: STUDY },
  { page: 'docs/systems/making-friends.md', begins: 'Gemma 3 270M (4 bits', reason: STUDY },
  { page: 'docs/systems/making-friends.md', begins: '| | Gemma | Gemma, coached', reason: STUDY },
  { page: 'docs/systems/making-friends.md', begins: '- **The model makes fewer ties', reason: STUDY },
  { page: 'docs/tables.md', begins: '```text\nagent ', reason: 'test/unit/docs/tables.test.ts compares the output' },
  { page: 'docs/tables.md', begins: '```text\n   0    1', reason: 'test/unit/docs/tables.test.ts compares the output' },
  { page: 'examples/gallery/cascade/README.md', begins: 'Ours: a village of 90', reason: 'constants' },
];
