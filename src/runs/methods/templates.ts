/** The templates of the questions, as they were in force, and where the exact prompts are kept. */
import type { Purpose } from '../../core/events/events.js';
import type { SectionTemplate } from '../../engine/index.js';
import { sha256 } from '../../node/ports.js';
import { type Block, code, codes, count, heading, type Inline, paragraph, table, verbatim } from './document.js';
import type { Described, Study } from './study.js';

/** Purposes whose templates are listed, in this order. Codes share the template of judgements; interviews are left out. */
const LISTED: { readonly [P in Purpose]: boolean } = {
  ...{ act: true, survey: true, rate: true, reflect: true, plan: true, judge: true, coach: true },
  ...{ code: false, interview: false, embedding: false },
};

const PURPOSES = (Object.keys(LISTED) as Purpose[]).filter((purpose) => LISTED[purpose]);

export function prompts({ runs, described }: Study): readonly Block[] {
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

interface SectionUsed extends Pick<SectionTemplate, 'section' | 'role' | 'from' | 'source'> {
  readonly purposes: readonly string[];
  readonly hash: string;
}

/** Each template once, with its purposes; all purposes where no questions are recorded. */
function sectionsOf({ model }: Described, asked: ReadonlySet<string>): readonly SectionUsed[] {
  const found = new Map<string, SectionUsed>();
  const wanted = PURPOSES.filter((purpose) => asked.size === 0 || asked.has(purpose));
  for (const prompt of new Set(model.agents.map((agent) => agent.prompt)))
    for (const purpose of wanted)
      for (const { section, role, from, source } of prompt.of(purpose)) {
        const key = `${section}\n${source}`;
        const before = found.get(key)?.purposes ?? [];
        const purposes = before.includes(purpose) ? before : [...before, purpose];
        found.set(key, { section, role, from, source, purposes, hash: sha256(source) });
      }
  return [...found.values()];
}
