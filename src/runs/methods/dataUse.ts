/**
 * The use of data, by the uses that RAT-RS distinguishes (Achter et al. 2022): specification, calibration and validation. Answers are
 * read from the file; what no file says is left to the author.
 */
import type { ScenarioModel } from '../../engine/index.js';
import type { Society } from '../../language/generated/society.js';
import { isLanguageModel } from '../../minds/index.js';
import { ranges } from '../../core/util/textPosition.js';
import { type Block, code, codes, count, heading, type Inline, type Line, paragraph, table } from './document.js';
import type { Described, Study } from './study.js';

/** What only the author can answer. */
const AUTHOR = 'Author: please answer.';

type Row = readonly [use: string, question: string, answer: Line];

/** A table of questions with answers, for all scenarios of a study. */
export function dataUse(study: Study): readonly Block[] {
  const rows = study.described.flatMap((described) => rowsOf(described, study));
  const open = rows.filter(([, , answer]) => answer === AUTHOR).length;
  return [
    heading(1, 'Use of data'),
    paragraph(
      'The questions follow the uses of data in the reporting standard RAT-RS ',
      { cite: ['achter2022'] },
      `, in words of this program. Answers are read from the file; ${count(open, 'question is', 'questions are')} for the author. Compare them with the question suites of the article before you submit.`,
    ),
    ...table(['Use', 'Question', 'Answer'], rows),
  ];
}

function rowsOf({ model, resolved: { society }, sources }: Described, study: Study): readonly Row[] {
  const files = sources.map(({ uri }) => uri).filter((uri) => !uri.endsWith('.society'));
  const compared = namedFiles(society.scenarios?.[model.scenario]?.compare_with);
  const calibrations = Object.entries(society.calibrate ?? {}).filter(([, one]) => one.scenario === model.scenario);
  const fitted = calibrations.flatMap(([, one]) => namedFiles(one));
  const about = society.description?.trim() ?? '';
  return [
    ['Aim and context', 'What is the aim of the model?', about === '' ? AUTHOR : about],
    ['Aim and context', 'Which real system does it stand for, and why is it modelled by agents?', AUTHOR],
    ['Specification', 'Which data say who the agents are?', people(model, society)],
    ['Specification', 'Which data say how agents are connected?', networks(model)],
    ['Specification', 'Which data say what agents do?', behaviour(model)],
    ['Specification', 'Which files with data are read?', files.length === 0 ? 'None.' : codes(files)],
    ...(files.length === 0
      ? []
      : ([
          ['Specification', 'Why these data, how were they collected, under which licence and consent?', AUTHOR],
          ['Specification', 'How were they changed before they were read?', AUTHOR],
        ] as const)),
    ['Calibration', 'Which parameters are fitted to data?', calibrated(calibrations)],
    ['Calibration', 'Where do all other values of parameters come from?', AUTHOR],
    ['Experimentation', 'What is varied, over which seeds?', varied(study)],
    ['Validation', 'Which data are results compared with?', compared.length === 0 ? NOT_COMPARED : codes(compared)],
    ...(compared.length === 0
      ? []
      : ([
          ['Validation', 'Are these data also used to specify or calibrate the model?', reused(compared, [...fitted, ...tables(society)])],
          ['Validation', 'Which patterns are not reproduced?', AUTHOR],
        ] as const)),
    [
      'Availability',
      'Where are the data, and the output?',
      ['Files by their SHA-256 under Input data. Output: ', code('society export RUN --to parquet'), '. All output is synthetic.'],
    ],
  ];
}

const NOT_COMPARED = 'None is named in the file. So results are not compared with people or real networks.';

/** People that the author wrote, tables that populations read, and distributions that they are drawn from. */
function people({ agents }: ScenarioModel, { personas = {}, populations = {} }: Society): Line {
  const from = new Set(agents.representatives.map((agent) => agent.from));
  const written = Object.keys(personas).filter((id) => from.has(id)).length;
  const drawn = Object.entries(populations).filter(([id]) => from.has(id));
  const parts: Inline[] = written > 0 ? [`${count(written, 'person is', 'people are')} written by the author.`] : [];
  for (const [id, { from: source, sample, size }] of drawn) {
    const file = typeof source === 'string' ? source : namedFiles(source)[0];
    const fields = Object.keys(sample ?? {});
    parts.push(parts.length > 0 ? ' ' : '', 'Population ', code(id), size === undefined ? '' : ` (${size})`, ': ');
    if (file !== undefined) parts.push('rows of ', code(file), fields.length > 0 ? ', and ' : '.');
    if (fields.length > 0) parts.push(`drawn from distributions in the file (${fields.join(', ')}).`);
    if (file === undefined && fields.length === 0) parts.push('alike, as the file says.');
  }
  return parts.length === 0 ? 'There are no agents before the first round.' : parts;
}

function networks({ networks: all }: ScenarioModel): Line {
  if (all.length === 0) return 'There is no network.';
  return all.flatMap(({ name, given, rule }, i): readonly Inline[] => {
    const start =
      given.strengths.length === 0
        ? 'no ties before the first round'
        : `${count(given.strengths.length, 'tie')} before the first round, as the file says`;
    return [i > 0 ? ' ' : '', 'Network ', code(name), `: ${start}${rule ? '; ties change by the evidence of acts' : ''}.`];
  });
}

function behaviour({ minds }: ScenarioModel): Line {
  const models = minds.filter(({ kind }) => isLanguageModel(kind)).map(({ model }) => model);
  const kinds = new Set(minds.map(({ kind }) => kind));
  const parts: Inline[] = [];
  if (models.length > 0) parts.push('Language models answer (', ...codes(models), '). What they were trained on is not known here. ');
  if (kinds.has('builtin')) parts.push('The built-in mind follows rules that the authors of this software wrote, and no data. ');
  if (kinds.has('human')) parts.push('People play agents. ');
  return [...parts, 'The rules of the world are those of the file.'];
}

function calibrated(calibrations: readonly (readonly [string, NonNullable<Society['calibrate']>[string]])[]): Line {
  if (calibrations.length === 0) return 'None.';
  return calibrations.flatMap(([id, one], i): readonly Inline[] => [
    i > 0 ? '; ' : '',
    code(id),
    ': ',
    ...codes(Object.keys(one.parameters ?? {})),
  ]);
}

function varied({ experiment, runs }: Study): Line {
  if (experiment)
    return [
      `${count(experiment.plan.arms.length, 'arm')} of the experiment `,
      code(experiment.id),
      `, seeds ${ranges(experiment.plan.seeds)}.`,
    ];
  const seeds = [...new Set(runs.map(({ manifest }) => manifest.seed))];
  return seeds.length === 0 ? 'Nothing was run.' : `Nothing but the seed: ${ranges(seeds)}.`;
}

function reused(compared: readonly string[], used: readonly string[]): Line {
  const both = compared.filter((file) => used.includes(file));
  return both.length === 0 ? 'No: no file is named for both.' : ['Yes: ', ...codes(both), '. A fit to these is no evidence.'];
}

const tables = ({ populations = {} }: Society): readonly string[] =>
  Object.values(populations).flatMap(({ from }) => (typeof from === 'string' ? [from] : namedFiles(from)));

/** The files that a part of a society names: texts that end like a file with data. */
function namedFiles(part: unknown): readonly string[] {
  if (typeof part === 'string')
    return /^[^\s$]+\.(csv|tsv|json|jsonl|parquet|xlsx|graphml|gexf|txt|md)$/i.test(part) ? [part.replace(/^\.\//, '')] : [];
  return typeof part === 'object' && part !== null ? [...new Set(Object.values(part).flatMap(namedFiles))] : [];
}
