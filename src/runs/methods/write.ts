/** Writes a methods text: its sections, the question templates, and the document in Markdown or LaTeX. */
import { english } from '../../core/util/l10n.js';
import type { MindKind, Purpose } from '../../core/events/events.js';
import { isTogether, type SectionTemplate } from '../../engine/index.js';
import { sha256 } from '../../node/ports.js';
import { type Block, code, codes, count, heading, type Inline, type Line, list, paragraph, table, verbatim } from './document.js';
import type { Described, Study } from './study.js';
import { ranges } from '../../core/util/textPosition.js';
import { claims } from './claims.js';
import { answers, conduct, cost, design, minds, speakers } from './conduct.js';
import { type Cited, worksIn } from './citedWorks.js';
import { dataUse } from './dataUse.js';
import { concepts, initialisation, inputData, submodels } from './details.js';
import { changedSince, droppedFrom, expectationsOf, standingOf, standingWords } from '../frozen/frozenExpectations.js';
import { latexOf } from './latex.js';
import { markdownOf } from './markdown.js';
import type { Deviations } from './preregistration/deviations.js';
import { deviationBlocks } from './preregistration/registrationText.js';
import { entities, process, purpose } from './overview.js';
import { bibtexOf, type Work, workLine } from './works.js';

/** The same study always gives the same text. `preregistered`: the deviations from its preregistration. */
export function methodsMarkdown(study: Study, preregistered: Deviations | null = null): string {
  const cited = worksIn(study);
  return markdownOf([...methods(study, cited, preregistered), ...references(cited.works), verbatim(bibtexOf(cited.works))]);
}

export function methodsLatex(study: Study, preregistered: Deviations | null = null): string {
  const cited = worksIn(study);
  return latexOf(methods(study, cited, preregistered), bibtexOf(cited.works));
}

function methods(study: Study, { works, unlisted }: Cited, preregistered: Deviations | null): readonly Block[] {
  const { described } = study;
  const title = described[0]?.model.title ?? '';
  return [
    heading(1, `Methods: ${title}`),
    limits(speakers(study)),
    paragraph('This text is made from the records of the study. The items of ODD describe the model ', { cite: ['grimm2020'] }, '.'),
    ...described.flatMap((one, i) => model(one, described.length > 1 ? i + 1 : null)),
    ...dataUse(study),
    heading(1, 'Conduct of the study'),
    ...minds(study),
    ...design(study),
    ...conduct(study),
    ...answers(study),
    ...cost(study),
    ...expectations(study),
    ...claims(study),
    ...(preregistered ? deviationBlocks(preregistered, 2) : []),
    ...software(study),
    paragraph('Sources of the society, its measures and its comparisons: ', { cite: works.map(({ key }) => key) }, '.'),
    ...(unlisted.length > 0
      ? [paragraph(`Also named, without an entry here: ${unlisted.map((number) => `arXiv ${number}`).join(', ')}.`)]
      : []),
    ...prompts(study),
  ];
}

const model = (described: Described, number: number | null): readonly Block[] => [
  ...(number === null ? [] : [heading(1, `Model ${number}: scenario ${described.model.scenario}`)]),
  ...purpose(described),
  ...entities(described),
  ...process(described),
  ...concepts(described),
  ...initialisation(described),
  ...inputData(described),
  ...submodels(described),
];

/** What results can and cannot show, by kind of mind. */
const SHOWS: { readonly [kind in MindKind]?: string } = {
  builtin:
    'The built-in mind answered. It follows rules that the authors of this software wrote: results show the effects of these rules in this world, and nothing about language models or people.',
  random: 'The random mind answered. It chooses among the possible options: its runs are nulls to compare with.',
  openai:
    'Language models answered. Results show how these models, asked these questions at that time, answered; the same name can mean another model later.',
  editor:
    'Language models of the editor answered. Results show how these models, asked these questions at that time, answered; the editor does not report their versions.',
  recorded: 'Answers of an earlier run were reused.',
  scripted: 'Answers were written beforehand.',
  human: 'People played agents. What they did is not synthetic; whatever rules of consent apply to it are outside this text.',
};

function limits(kinds: ReadonlySet<MindKind>): Block {
  const lines: readonly Line[] = [
    kinds.has('human')
      ? 'What agents said and did is synthetic where no person played them.'
      : 'All data are synthetic: no person said or did any of it.',
    ...Object.entries(SHOWS).flatMap(([kind, words]) => (kinds.has(kind as MindKind) ? [words] : [])),
    'Spread over seeds is chance within this simulation. It is not a sampling error of any population of people.',
    'These results do not show that people would do the same. That requires data of people for comparison.',
  ];
  return { kind: 'box', title: 'What these results can and cannot show', lines };
}

/** For each expectation, whether it was frozen before the first run. */
function expectations({ described, frozen, runs }: Study): readonly Block[] {
  const all = described.flatMap(({ model: { scenario }, resolved: { society } }) => {
    const [firstRun = null] = runs.flatMap(({ manifest }) => (manifest.scenario === scenario ? [manifest.created] : [])).sort();
    return [
      ...Object.entries(expectationsOf(society, scenario)).map(([id, one]): readonly Line[] => [
        [code(scenario), ', ', code(id)],
        one.in === null ? code(one.that) : [code(one.that), ` in ${one.in}`],
        standingWords(standingOf(frozen, scenario, id, one, firstRun), english),
        code(one.sha256),
      ]),
      ...droppedFrom(frozen, society, scenario).map((id): readonly Line[] => [
        [code(scenario), ', ', code(id)],
        '',
        'frozen, but no longer in the file',
        '',
      ]),
    ];
  });
  const changed = [...new Set(described.flatMap(({ model: { scenario }, sources }) => changedSince(frozen, scenario, sources)))];
  return [
    heading(2, 'Expectations'),
    ...(all.length === 0
      ? [paragraph('No expectation was written down: all findings are exploratory.')]
      : table(['Expectation', 'Says', 'Stands', 'SHA-256'], all)),
    ...(all.length > 0 && frozen === null ? [paragraph('No expectations were frozen: all count as post hoc.')] : []),
    ...(changed.length > 0 ? [paragraph('Files that have changed since the first freeze: ', ...codes(changed), '.')] : []),
  ];
}

function software({ runs, experiment }: Study): readonly Block[] {
  const engines = [...new Set([...runs.map(({ manifest }) => manifest.engine), ...(experiment ? [experiment.engine] : [])])].sort();
  const flags = [...new Set(runs.flatMap(({ manifest }) => manifest.flags))];
  return [
    heading(2, 'Software'),
    paragraph(
      'Society Studio; version of the engine’s behaviour: ',
      ...codes(engines),
      flags.length > 0 ? `, with flags ${ranges(flags)}.` : '.',
    ),
    paragraph('A run is repeated from its folder, without asking any mind, by ', code('society replay RUN'), '.'),
  ];
}

const references = (works: readonly Work[]): readonly Block[] => [
  heading(1, 'References'),
  ...list(works.map((work) => [`${work.key}: `, workLine(work)])),
];

// The templates of the questions, as they were in force, and where the exact prompts are kept.

/** Purposes whose templates are listed, in this order. Codes share the template of judgements; interviews are left out. */
const LISTED: { readonly [P in Purpose]: boolean } = {
  ...{ act: true, survey: true, rate: true, reflect: true, plan: true, judge: true, coach: true },
  ...{ code: false, interview: false, embedding: false },
};

const PURPOSES = (Object.keys(LISTED) as Purpose[]).filter((purpose) => LISTED[purpose]);

function prompts({ runs, described }: Study): readonly Block[] {
  const asked = new Set(runs.flatMap(({ questions }) => [...questions.keys()]));
  const sections = described.flatMap((one) => sectionsOf(one, asked));
  const wordings = [...new Set(runs.flatMap(({ manifest }) => manifest.wording ?? []))];
  const kept = runs.filter((run) => run.prompts > 0);
  const inAll = kept.reduce((n, run) => n + run.prompts, 0);
  return [
    heading(2, 'Appendix: prompts'),
    paragraph(
      kept.length > 0
        ? `Each question to a language model is identified by its hash. The exact prompts, ${count(inAll, 'different one')} in ${count(kept.length, 'run')}, are in prompts.jsonl of the run folders, the original answers in answers.jsonl.`
        : 'No language model was asked, so no prompt was sent. The templates below are for the questions to one.',
      ...(wordings.length > 0 ? [' Wordings in force: ', ...codes(wordings), '.'] : []),
    ),
    ...table(
      ['Template', 'Purpose', 'Role', 'SHA-256'],
      sections.map(({ section, purposes, role, hash }) => [...[code(section)], purposes.join(', '), role, code(hash)]),
    ),
    ...sections.flatMap(({ section, from, source }) => [paragraph(code(section), ...whose(from)), verbatim(source)]),
  ];
}

const whose = (from: SectionTemplate['from']): readonly Inline[] => [from === 'default' ? ', as the library has it:' : `, of the ${from}:`];

/** The templates of all questions that a scenario can ask. */
export const promptTemplates = (described: Described): readonly SectionUsed[] => sectionsOf(described, new Set());

interface SectionUsed extends Pick<SectionTemplate, 'section' | 'role' | 'from' | 'source'> {
  readonly purposes: readonly string[];
  readonly hash: string;
}

/** Each template once, with its purposes; all purposes where no questions are recorded. */
function sectionsOf({ model }: Described, asked: ReadonlySet<string>): readonly SectionUsed[] {
  const found = new Map<string, SectionUsed>();
  const wanted = PURPOSES.filter((purpose) => asked.size === 0 || asked.has(purpose));
  const together = model.phases.round.some((phase) => phase.actions.length > 0 && isTogether(model, phase));
  for (const prompt of new Set(model.agents.representatives.map((agent) => agent.prompt)))
    for (const purpose of wanted)
      for (const { section, role, from, source } of prompt.of(purpose, together)) {
        const key = `${section}\n${source}`;
        const before = found.get(key)?.purposes ?? [];
        const purposes = before.includes(purpose) ? before : [...before, purpose];
        found.set(key, { section, role, from, source, purposes, hash: sha256(source) });
      }
  return [...found.values()];
}
