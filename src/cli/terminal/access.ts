/** What the command line grants to the models of a file: the user's environment within the trust rules, recordings, the terminal. */
import { dirname, resolve } from 'node:path';
import type { Mind } from '../../engine/index.js';
import type { BatchNews, RecordedMind, Waiting } from '../../minds/index.js';
import { readRecording } from '../../node/recordedAnswers.js';
import type { MindAccessPorts } from '../../runs/index.js';
import { aside, plural } from './output.js';
import { terminalPerson } from './person.js';
import { t } from '../../core/util/l10n.js';

/** There is no secret store. The terminal is opened for the first question to a person, and does not keep the process alive. */
export function terminalAccess(base = process.cwd()): MindAccessPorts {
  return {
    trusted: true,
    env: (name) => process.env[name],
    vault: { get: () => Promise.resolve(null) },
    allowedEnv: {},
    person: terminalPerson(process.stdin, process.stderr),
    waiting: sayWaiting(),
    batchNews: sayBatches(),
    recording: (path, file) => readRecording(path, file, base, true),
  };
}

/** How many answers recorded minds had, one line for each mind. */
export function recordedLines(minds: ReadonlyMap<string, Mind>): string {
  const found = [...minds.values()].filter((mind): mind is RecordedMind => mind.kind === 'recorded' && 'counts' in mind);
  return found
    .map(({ id, model, counts }) =>
      t('{0}: {1} answers of {2} were reused, {3} questions were new\n', id, counts.reused, model, counts.missed),
    )
    .join('');
}

/** The folder of the file that a run belongs to: it contains `.society/runs/<run>`. Elsewhere, the current folder. */
export const homeOf = (runDir: string): string => folderAbove(runDir) ?? process.cwd();

/** The folder that contains the run as `.society/runs/<run>`; null where the run is in another place. */
export function folderAbove(runDir: string): string | null {
  const runs = dirname(resolve(runDir));
  const society = dirname(runs);
  return /[/\\]\.society$/.test(society) && /[/\\]runs$/.test(runs) ? dirname(society) : null;
}

/** Seconds between two lines about the same model: many questions may wait at the same time. */
const SAID_EVERY = 10;

/** Prints on stderr that a model is waited for, why, and how long. */
function sayWaiting(now = (): number => performance.now() / 1000): (wait: Waiting) => void {
  const said = new Map<string, number>();
  return ({ mind, code, ms, tried }) => {
    const last = said.get(mind);
    if (last !== undefined && now() - last < SAID_EVERY) return;
    said.set(mind, now());
    const why = code === 'rate-limited' ? t('requires a pause') : code === 'loading' ? t('is still being loaded') : t('failed ({0})', code);
    aside(t("the model '{0}' {1}: next try in {2} s (try {3}); Ctrl+C stops\n", mind, why, Math.ceil(ms / 1000), tried + 1));
  };
}

/** Prints on stderr how far a batch is, and which questions are asked one by one because a batch did not answer them. */
function sayBatches(now = (): number => performance.now() / 1000): (news: BatchNews) => void {
  const said = new Map<string, number>();
  return (news) => {
    if (news.kind === 'alone') {
      const { mind, questions, of, reason } = news;
      return aside(
        t("batch of '{0}': {1} of {2} without an answer ({3}) asked one by one\n", mind, questions, plural(of, 'question'), reason),
      );
    }
    const { mind, batch, answered, total } = news;
    const last = said.get(batch);
    if (last !== undefined && now() - last < SAID_EVERY) return;
    said.set(batch, now());
    const more = last === undefined ? t('; it can take 24 hours; Ctrl+C cancels it') : '';
    aside(t("waiting for a batch of '{0}', {1} of {2} answered{3}\n", mind, answered, total, more));
  };
}
