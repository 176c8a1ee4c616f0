/** Asks agents of runs that ended what is being studied: outside of the runs, which do not change. What they say is kept in the run folder. */
import type { CancellationToken } from '../../../core/util/lifecycle.js';
import { interview, modelAt } from '../../../engine/index.js';
import { sha256 } from '../../../node/ports.js';
import type { FolderFiles } from '../../../trace/index.js';
import type { ExperimentRun } from '../../experiments/design/runRecord.js';
import { openRecorded, timelineOf } from '../../live/recordedRun.js';
import { bookBeside } from '../../setup/callJournal.js';
import { makeMinds, type MindAccessPorts } from '../../setup/minds.js';
import type { Interviewed } from './awarenessRow.js';

/** What agents are asked after a run. */
const STUDY_QUESTION = 'What do you think is being studied here, and what result is expected?';

/** Answers in a run folder, so that no agent is asked twice. */
const KEPT = 'study-question.json';

interface InterviewsHost {
  /** The folder of a run, by its name. */
  readonly again: (run: string) => FolderFiles;
  readonly access: MindAccessPorts;
  readonly token: CancellationToken;
  /** The most agents that are asked in each run, in the order of the cast. */
  readonly agents: number;
}

/** Runs without a folder have no model to ask, and are left out. */
export async function interviewRuns(cells: readonly ExperimentRun[], host: InterviewsHost): Promise<readonly Interviewed[]> {
  const found: Interviewed[] = [];
  for (const { run, seed } of cells) {
    const answers = run === undefined || host.token.isCancellationRequested ? null : await interviewed(host.again(run), host);
    if (answers) found.push({ seed, answers });
  }
  return found;
}

type Answers = Interviewed['answers'];

async function interviewed(files: FolderFiles, { access, token, agents }: InterviewsHost): Promise<Answers | null> {
  const opened = await openRecorded(files);
  if (!opened.ok) return null;
  const { model, resolved, ...from } = opened.run;
  const { head } = timelineOf(opened.run);
  const before = keptIn(await files.read(KEPT));
  const wanted = model.agents.representatives.slice(0, agents).map(({ self }) => self.id);
  const missing = wanted.filter((agent) => !before.some((one) => one.agent === agent));
  if (missing.length === 0) return before.filter(({ agent }) => wanted.includes(agent));
  const minds = await makeMinds(resolved.society, model, access, { ...from });
  if (!minds.ok) throw new Error(minds.message);
  const beside = bookBeside({ files, book: minds.book, ledger: minds.ledger, from });
  const host = { sha256, minds: minds.minds, token };
  const now = modelAt(model, head.seq);
  const fresh = await Promise.all(
    missing.map(async (agent) => ({ agent, text: (await interview(now, head, { agent, text: STUDY_QUESTION }, host))[0]?.text ?? null })),
  );
  await beside.done();
  const all = [...before, ...fresh.filter(({ text }) => text !== null)];
  await files.write(KEPT, `${JSON.stringify(all)}\n`);
  return [...before, ...fresh].filter(({ agent }) => wanted.includes(agent));
}

function keptIn(text: string | null): Answers {
  try {
    const kept = JSON.parse(text ?? '[]') as unknown;
    return Array.isArray(kept) ? (kept as Answers).filter((one) => typeof one?.agent === 'string' && typeof one.text === 'string') : [];
  } catch {
    return [];
  }
}
