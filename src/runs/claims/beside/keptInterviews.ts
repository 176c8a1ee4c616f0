/** What a run folder keeps of interviews about the study: what agents said, and what judges said of it. */
import { canonical } from '../../../core/util/json.js';
import { sha256 } from '../../../node/ports.js';
import type { FolderFiles } from '../../../trace/index.js';
import type { Interviewed, StudyJudge } from './awarenessRow.js';

const [ANSWERS, JUDGEMENTS] = ['study-question.json', 'study-judgements.json'] as const;

type Answers = Interviewed['answers'];

/** What a judge said of an answer. `key` is that of the judge, its question and the answer. */
interface Judgement {
  readonly agent: string;
  readonly key: string;
  readonly says: boolean;
}

const keyOf = ({ mind, model, ask }: StudyJudge, text: string): string => sha256(canonical({ mind, model, ask, text }));

interface KeptAnswers {
  /** Of wanted agents, with what the judge said where it was asked. */
  readonly answers: Answers;
  /** Of other agents. */
  readonly others: Answers;
  /** Wanted agents that were not asked. */
  readonly missing: readonly string[];
  /** Answers that the judge has not read; empty without a judge. */
  readonly unjudged: Answers;
}

/** Of the wanted agents, by their ids. */
export async function keptIn(files: FolderFiles, wanted: readonly string[], judge: StudyJudge | null): Promise<KeptAnswers> {
  const all = entriesIn<Answers[number]>(await files.read(ANSWERS), (one) => typeof one.agent === 'string' && typeof one.text === 'string');
  const said = judge ? entriesIn<Judgement>(await files.read(JUDGEMENTS), isJudgement) : [];
  const answers = all
    .filter(({ agent }) => wanted.includes(agent))
    .map((one) => {
      const known = judge && said.find(({ agent, key }) => agent === one.agent && key === keyOf(judge, one.text!));
      return known ? { ...one, judged: known.says } : one;
    });
  return {
    answers,
    others: all.filter(({ agent }) => !wanted.includes(agent)),
    missing: wanted.filter((agent) => !answers.some((one) => one.agent === agent)),
    unjudged: judge ? answers.filter(({ judged: known }) => known === undefined) : [],
  };
}

/** Replaces all answers of a folder. Agents without an answer are asked again. */
export const keepAnswers = (files: FolderFiles, answers: Answers): Promise<void> =>
  files.write(ANSWERS, written(answers.flatMap(({ agent, text }) => (text === null ? [] : [{ agent, text }]))));

/** Adds what a judge said. Answers that it did not judge are shown to it again. */
export async function keepJudgements(files: FolderFiles, judge: StudyJudge, answers: Answers): Promise<void> {
  const before = entriesIn<Judgement>(await files.read(JUDGEMENTS), isJudgement);
  const fresh = answers.flatMap(({ agent, text, judged }): readonly Judgement[] =>
    text === null || typeof judged !== 'boolean' ? [] : [{ agent, key: keyOf(judge, text), says: judged }],
  );
  await files.write(JUDGEMENTS, written([...before, ...fresh]));
}

const isJudgement = ({ agent, key, says }: Judgement): boolean =>
  typeof agent === 'string' && typeof key === 'string' && typeof says === 'boolean';

/** The entries of a list that are valid; none of a text that cannot be read. */
function entriesIn<T>(text: string | null, isValid: (one: T) => boolean): readonly T[] {
  try {
    const kept = JSON.parse(text ?? '[]') as unknown;
    return Array.isArray(kept) ? (kept as T[]).filter((one) => typeof one === 'object' && one !== null && isValid(one)) : [];
  } catch {
    return [];
  }
}

const written = (entries: readonly object[]): string => `${JSON.stringify(entries)}\n`;
