/**
 * Asks agents of runs that ended what is being studied: outside of the runs, which do not change. A judge can read what they say. The
 * run folder keeps both, so that no agent and no judge is asked twice.
 */
import type { MindLabel } from '../../../core/events/events.js';
import type { State } from '../../../core/events/state.js';
import type { CancellationToken } from '../../../core/util/lifecycle.js';
import { awayMinds, interview, judged, modelAt, type ScenarioModel, withholding } from '../../../engine/index.js';
import type { Society } from '../../../language/generated/society.js';
import { Ledger, type Limits, type Spent } from '../../../minds/index.js';
import { sha256 } from '../../../node/ports.js';
import type { FolderFiles } from '../../../trace/index.js';
import type { ExperimentRun } from '../../experiments/design/runRecord.js';
import { openRecorded, timelineOf } from '../../live/recordedRun.js';
import { bookBeside, less } from '../../setup/callJournal.js';
import { makeMinds, type MindAccessPorts, type Minds, type MindsOf } from '../../setup/minds.js';
import type { Interviewed, StudyJudge } from './awarenessRow.js';
import { keepAnswers, keepJudgements, keptIn } from './keptInterviews.js';

/** What agents are asked after a run. */
export const STUDY_QUESTION = 'What do you think is being studied here, and what result is expected?';

/** What interviews need to know of the study. */
export interface InterviewStudy {
  /** As the scenario is written. */
  readonly model: ScenarioModel;
  /** The society of the file. */
  readonly society: Society;
  /** Null where words or a pattern decide. */
  readonly judge: StudyJudge | null;
  /** The budget of the study, and what its runs took of it. */
  readonly limits: Limits;
  readonly spent: Spent;
}

/** What agents said, and what it took to ask them. */
export interface Interviews {
  readonly runs: readonly Interviewed[];
  readonly spent: Spent;
}

/** Questions that are not asked yet. */
export interface OpenInterviews {
  readonly agents: number;
  /** Answers that a judge is to read, with those to come. */
  readonly judgements: number;
  /** The first run with an open question. */
  readonly first: FolderFiles;
}

interface InterviewsHost {
  /** The folder of a run, by its name. */
  readonly again: (run: string) => FolderFiles;
  readonly access: MindAccessPorts;
  readonly token: CancellationToken;
  /** The most agents that are asked in each run, in the order of the cast. */
  readonly agents: number;
  /** Called before anything is sent; false asks nobody. It may change the limits of the ledger. */
  readonly mayAsk: (open: OpenInterviews, study: InterviewStudy, ledger: Ledger) => Promise<boolean>;
}

/** Runs without a folder have no model to ask, and are left out. Null where the user does not allow the questions. */
export async function interviewRuns(
  cells: readonly ExperimentRun[],
  study: InterviewStudy,
  host: InterviewsHost,
): Promise<Interviews | null> {
  const folders = cells.flatMap(({ run, seed }) => (run === undefined ? [] : [{ seed, files: host.again(run) }]));
  const ledger = new Ledger(study.limits);
  ledger.begin(study.spent);
  const open = await openIn(
    folders.map(({ files }) => files),
    study,
    host.agents,
  );
  if (open && !(await host.mayAsk(open, study, ledger))) return null;
  const runs: Interviewed[] = [];
  for (const { seed, files } of folders) {
    const answers = host.token.isCancellationRequested ? null : await interviewed(files, study, ledger, host);
    if (answers) runs.push({ seed, answers });
  }
  return { runs, spent: less(ledger.spent, study.spent) };
}

/** What is not asked yet in these runs; null where everything is known. */
async function openIn(folders: readonly FolderFiles[], study: InterviewStudy, most: number): Promise<OpenInterviews | null> {
  let [agents, judgements] = [0, 0];
  let first: FolderFiles | null = null;
  const wanted = castOf(study.model, most);
  for (const files of folders) {
    const kept = await keptIn(files, wanted, study.judge);
    if (kept.missing.length + kept.unjudged.length === 0) continue;
    first ??= files;
    agents += kept.missing.length;
    judgements += study.judge ? kept.missing.length + kept.unjudged.length : 0;
  }
  return first && { agents, judgements, first };
}

type Answers = Interviewed['answers'];

/** A run that ended, with what is known of its agents. */
interface Ended {
  readonly society: Society;
  readonly model: ScenarioModel;
  readonly head: State;
}

async function interviewed(
  files: FolderFiles,
  { judge }: InterviewStudy,
  ledger: Ledger,
  { access, token, agents }: InterviewsHost,
): Promise<Answers | null> {
  const opened = await openRecorded(files);
  if (!opened.ok) return null;
  const { model, resolved, ...from } = opened.run;
  const { society } = resolved;
  const wanted = castOf(model, agents);
  const kept = await keptIn(files, wanted, judge);
  if (kept.missing.length + kept.unjudged.length === 0) return kept.answers;
  const run: Ended = { society, model, head: timelineOf(opened.run).head };
  const minds = ready(await makeMinds(society, kept.missing.length > 0 ? model : { ...model, minds: [] }, access, { ...from, ledger }));
  // The ledger belongs to the study; each run records its own calls.
  const beside = bookBeside({ files, book: minds.book, from });
  const fresh = await answersOf(kept.missing, run, minds, token);
  const said = [...kept.answers, ...fresh];
  await keepAnswers(files, [...kept.others, ...said]);
  const known = judge ? await judgedAnswers(said, files, { ...run, judge, access, token, of: { ...from, ...minds } }) : said;
  await beside.done();
  return wanted.flatMap((agent) => known.find((one) => one.agent === agent) ?? []);
}

async function answersOf(agents: readonly string[], { model, head }: Ended, { minds }: Made, token: CancellationToken): Promise<Answers> {
  const now = modelAt(model, head.seq);
  const ask = async (agent: string): Promise<Answers[number]> => {
    const [answer] = await interview(now, head, { agent, text: STUDY_QUESTION }, { sha256, minds, token });
    return { agent, text: answer?.text ?? null };
  };
  return Promise.all(agents.map(ask));
}

interface Judging extends Ended {
  readonly judge: StudyJudge;
  readonly access: MindAccessPorts;
  readonly token: CancellationToken;
  /** The run, with the ledger and the journal of its interviews. */
  readonly of: MindsOf;
}

/** Asks the judge about answers that it has not judged. Its calls have a purpose of their own, so that none waits for a batch. */
async function judgedAnswers(
  answers: Answers,
  files: FolderFiles,
  { society, model, head, judge, access, token, of }: Judging,
): Promise<Answers> {
  const open = answers.filter(({ text, judged: known }) => text !== null && known === undefined);
  if (open.length === 0) return answers;
  const { mind, ask } = judge;
  const alone = { ...model, minds: [judgeLabel(society, judge)] };
  const { minds } = ready(await makeMinds(society, alone, access, { ...of, purpose: 'judge' }));
  const now = withholding(modelAt(model, head.seq), [...awayMinds(society, [mind])]);
  const found = await Promise.all(
    open.map(async (one) => {
      const says = await judged(now, head, { mind, ask: judgeAsked(ask), text: one.text! }, { sha256, minds, token });
      return { ...one, judged: says };
    }),
  );
  await keepJudgements(files, judge, found);
  return answers.map((one) => found.find(({ agent }) => agent === one.agent) ?? one);
}

/** The whole question to the judge, who reads the answer before it. */
export const judgeAsked = (ask: string): string =>
  `Someone was asked after a run: “${STUDY_QUESTION}” The text above is the answer. ${ask}`;

/** The judge as a mind of a run. */
export const judgeLabel = ({ models }: Society, { mind, model }: StudyJudge): MindLabel => ({
  id: mind,
  kind: models?.[mind]?.kind ?? 'builtin',
  model,
});

type Made = Extract<Minds, { ok: true }>;

function ready(minds: Minds): Made {
  if (!minds.ok) throw new Error(minds.message);
  return minds;
}

/** The ids of the first agents. */
export const castOf = ({ agents }: ScenarioModel, most: number): readonly string[] =>
  agents.representatives.slice(0, most).map(({ self }) => self.id);
