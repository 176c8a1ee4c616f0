/** A preregistration, and the report of deviations from it, as Markdown. The sections are those of AsPredicted, for studies by simulation. */
import { ranges } from '../../../core/util/textPosition.js';
import { isLanguageModel } from '../../../minds/index.js';
import { type Block, code, codes, count, heading, type Inline, type Line, list, paragraph, table } from '../document.js';
import { markdownOf } from '../markdown.js';
import type { DeviationKind, Deviations } from './deviations.js';
import type { EarlierRuns, Preregistration, RegisteredDesign } from './preregistration.js';

/** What an author did not write. */
const NOT_WRITTEN = 'Nothing was written.';

export function registrationMarkdown(registration: Preregistration): string {
  const { file, title, study, date, sha256, author, claims, designs, models, sources, software } = registration;
  return markdownOf([
    heading(1, `Preregistration: ${title}`),
    paragraph('Frozen on ', date, ' (clock of this machine). Content hash, SHA-256: ', code(sha256), '.'),
    paragraph('Study: ', code(file), ...(study === null ? [', all its claims.'] : [', ', code(study), '.'])),
    heading(2, 'Have any runs been played?'),
    ...earlierRuns(registration.runs),
    heading(2, 'Question'),
    paragraph(author.question ?? NOT_WRITTEN),
    heading(2, 'Hypotheses and their tests'),
    ...table(
      ['Claim', 'Says', 'Test', 'Smallest effect that matters'],
      claims.map(({ id, says, test, matters, because }): readonly Line[] => [
        code(id),
        because === '' ? [code(says)] : [code(says), ` (${because})`],
        test,
        matters === null ? 'not given' : String(matters),
      ]),
    ),
    paragraph(
      'The unit of every test is the run. In the cards of ',
      code('society verify'),
      ', p is corrected by Holm for all claims of the file.',
    ),
    heading(2, 'Design: arms, seeds and measures'),
    ...designs.flatMap(designBlocks),
    heading(2, 'Number of runs and stopping rule'),
    ...list(designs.map(runLine)),
    paragraph(author.stopping ?? stoppingWords(author.looks)),
    heading(2, 'Exclusions'),
    ...list([
      'A run that does not reach its end fails every expectation, and is left out of comparisons; both are reported.',
      'A run without a value of a compared measure is left out of that comparison, and is counted.',
      ...author.exclusions,
    ]),
    heading(2, 'Models and prompts'),
    ...table(
      ['Model', 'Kind', 'Name or version', 'Settings'],
      models.map(({ id, kind, model, settings }) => [code(id), kind, code(model), settings]),
    ),
    ...promptBlocks(registration),
    heading(2, 'Files and software'),
    ...table(
      ['File', 'SHA-256'],
      sources.map(({ uri, sha256: hash }) => [code(uri), code(hash)]),
    ),
    paragraph('Society Studio; version of the engine’s behaviour: ', code(software.engine), `, with flags ${ranges(software.flags)}.`),
    heading(2, 'Anything else'),
    paragraph(author.other ?? NOT_WRITTEN),
    paragraph('All data of this study are synthetic: no person says or does any of it, unless a person plays an agent.'),
  ]);
}

/** Each template once, with the scenarios that have it. */
function promptBlocks({ prompts, models }: Preregistration): readonly Block[] {
  const scenarios = new Map<string, string[]>();
  for (const { scenario, section, sha256: hash } of prompts) {
    const key = `${section}\n${hash}`;
    scenarios.set(key, [...(scenarios.get(key) ?? []), scenario]);
  }
  const isRead = models.some(({ kind }) => isLanguageModel(kind));
  return [
    paragraph(`${count(scenarios.size, 'template')} of prompts, by hash${isRead ? '' : '. No mind of the study reads them'}:`),
    ...table(
      ['Section', 'SHA-256', 'Scenarios'],
      [...scenarios].map(([key, used]): readonly Line[] => {
        const [section, hash] = key.split('\n');
        return [code(section!), code(hash!), codes([...new Set(used)])];
      }),
    ),
  ];
}

function earlierRuns({ folders, keys, because }: EarlierRuns): readonly Block[] {
  if (because === null) return [paragraph('No. No run of this study was kept where it was registered.')];
  const found = [
    ...(folders.length > 0 ? [count(folders.length, 'run folder')] : []),
    ...(keys.length > 0 ? [`${count(keys.length, 'run')} of experiments`] : []),
  ];
  return [
    paragraph(`Yes: ${found.join(' and ')}. The author says: ${because}`),
    ...(folders.length > 0 ? [paragraph('Run folders: ', ...codes(folders), '.')] : []),
  ];
}

/** The most arms that are listed. */
const LISTED = 100;

function designBlocks({ id, kind, scenario, arms, measures }: RegisteredDesign): readonly Block[] {
  const formulas = Object.entries(measures).map(([name, formula]): Line => [code(name), ' = ', code(formula)]);
  const others = arms.length - LISTED;
  return [
    paragraph(
      kind === 'experiment' ? 'Experiment ' : 'Scenario ',
      code(id),
      ...(kind === 'experiment' ? [' of the scenario ', code(scenario), ':'] : [', as the file has it.']),
    ),
    ...(kind === 'experiment'
      ? table(
          ['Arm', 'Sets'],
          arms.slice(0, LISTED).map((arm): readonly Line[] => [code(arm.id), arm.sets === '' ? 'as the file has it' : code(arm.sets)]),
        )
      : []),
    ...(others > 0 ? [paragraph(`${count(others, 'further arm')}, in the JSON.`)] : []),
    ...(formulas.length > 0 ? [paragraph('Measures of the file:'), ...list(formulas)] : []),
  ];
}

const plannedRuns = ({ arms, seeds, rounds }: RegisteredDesign): string =>
  `${count(arms.length, 'arm')}, each with the seeds ${ranges(seeds)}: ${count(arms.length * seeds.length, 'run')} of at most ${count(rounds, 'round')}.`;

const runLine = (design: RegisteredDesign): readonly Inline[] => [code(design.id), `: ${plannedRuns(design)}`];

/** The same as plain text. */
export const runText = (design: RegisteredDesign): string => `${design.id}: ${plannedRuns(design)}`;

/** The stopping rule of an author who writes none. */
export const stoppingWords = (looks: number): string =>
  looks === 1
    ? 'All of these runs are played, and nothing is tested before the last one has ended.'
    : `The runs as written are played in ${looks} parts. After each, the tests are repeated at the levels of O’Brien–Fleming spending, and no more seeds are played once every test is settled.`;

/** Kinds of deviations, in the order of the report. */
const KINDS: { readonly [kind in DeviationKind]: string } = {
  document: 'The document',
  'early run': 'Runs before the date of the preregistration',
  claim: 'Claims that were added, removed or changed',
  test: 'Tests that were changed',
  design: 'Design: arms, seeds, rounds, measures',
  'other seed': 'Runs with other seeds',
  model: 'Models',
  prompt: 'Prompts',
  'excluded run': 'Runs that are excluded',
  'missing run': 'Runs that are missing',
  'other run': 'Other runs',
  file: 'Files',
  software: 'Software',
};

/** The report of deviations. */
export function deviationsMarkdown(found: Deviations): string {
  return markdownOf(deviationBlocks(found, 1));
}

/** The same as a part of another text. */
export function deviationBlocks({ registration, deviations, runs }: Deviations, level: 1 | 2): readonly Block[] {
  const { date, sha256, claims, title } = registration;
  const next = level === 1 ? 2 : 3;
  return [
    heading(level, level === 1 ? `Deviations from the preregistration: ${title}` : 'Preregistration'),
    paragraph(
      `${count(claims.length, 'claim')} registered on ${date}. Content hash, SHA-256: `,
      code(sha256),
      `. Compared with the file as it is, and with ${count(runs, 'run that is', 'runs that are')} kept.`,
    ),
    ...(deviations.length === 0 ? [paragraph('No deviation was found.')] : []),
    ...(Object.keys(KINDS) as DeviationKind[]).flatMap((kind) => {
      const own = deviations.filter((one) => one.kind === kind);
      return own.length === 0
        ? []
        : [
            heading(next, KINDS[kind]),
            ...table(
              ['What', 'Registered', 'Is'],
              own.map(({ what, registered, now }) => [what, registered ?? 'not registered', now ?? 'not there']),
            ),
          ];
    }),
    paragraph(
      'Not seen here: runs that were deleted or are elsewhere, tests without a language model, of which no run is kept, analyses outside this program, and a clock that was set back.',
    ),
  ];
}
