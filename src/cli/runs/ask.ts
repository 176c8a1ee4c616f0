/** `society ask RUN AGENT QUESTION`: an interview with an agent of a recorded run. The words are not kept; the run bears the cost. */
import { someAgents } from '../../core/events/agents.js';
import { CancellationSource } from '../../core/util/lifecycle.js';
import type { SimEvent } from '../../core/events/events.js';
import { indexOf } from '../../core/events/roster.js';
import { didYouMeanPerson } from '../../core/util/suggest.js';
import { Timeline } from '../../core/events/timeline.js';
import { interview, modelAt } from '../../engine/index.js';
import { folderFiles, sha256 } from '../../node/ports.js';
import { bookBeside, makeMinds } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { runFolder, wholeNumber } from '../terminal/files.js';
import { jsonText, printable, UsageError } from '../terminal/output.js';
import { openRecording } from './replay.js';
import { access } from './run.js';
import { t } from '../../core/util/l10n.js';

const MOST_SAMPLES = 100;

export async function ask(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('ask', args, {
    ...{ round: { type: 'string' }, samples: { type: 'string' } },
    json: { type: 'boolean' },
  });
  const [path, agent, text] = positionals;
  if (path === undefined || agent === undefined || text === undefined || positionals.length > 3)
    throw new UsageError(t('ask needs one run folder, one agent and one question in quotes.'));
  const samples = wholeNumber('samples', values.samples, 1) ?? 1;
  if (samples > MOST_SAMPLES) throw new UsageError(t('--samples takes at most {0}.', MOST_SAMPLES));
  const { model, resolved, events, ...from } = await openRecording(path);
  const { head } = Timeline.of(until(events, wholeNumber('round', values.round, 0)));
  if (indexOf(head.roster, agent) < 0)
    throw new UsageError(t('No agent `{0}` in round {1}.{2}', agent, head.round, didYouMeanPerson(agent, someAgents(head, agent))));
  const minds = await makeMinds(resolved.society, model, access, { ...from, events });
  if (!minds.ok) throw new Error(minds.message);
  const beside = bookBeside({ files: folderFiles(runFolder(path)), book: minds.book, ledger: minds.ledger, from });
  const speech = new Speech();
  const cancel = new CancellationSource();
  const stop = (): void => cancel.cancel();
  process.once('SIGINT', stop);
  const heard = samples === 1 && !values.json ? (_: number, soFar: string): void => speech.hear(soFar) : undefined;
  const host = { sha256, minds: minds.minds, token: cancel.token, heard };
  const answers = await interview(modelAt(model, head.seq), head, { agent, text, samples }, host);
  process.removeListener('SIGINT', stop);
  if (values.json)
    process.stdout.write(
      jsonText({ agent, round: head.round, question: text, answers: answers.map(({ text: said, reason }) => ({ text: said, reason })) }),
    );
  else for (const { text: said, reason } of answers) speech.end(said ?? t('no answer: {0}', reason));
  await beside.done();
  return answers.every(({ text: said }) => said === null) ? 1 : 0;
}

/** Writes an answer as it arrives. Where the final text differs, it is written again on its own line. */
class Speech {
  #said = '';

  hear(soFar: string): void {
    const text = printable(soFar);
    if (text.startsWith(this.#said)) process.stdout.write(text.slice(this.#said.length));
    else process.stdout.write(`\n${text}`);
    this.#said = text;
  }

  end(text: string): void {
    this.hear(text);
    process.stdout.write('\n');
    this.#said = '';
  }
}

/** Events up to the end of a round; round 0 ends before the first. All events where no round is named. */
function until(events: readonly SimEvent[], round: number | undefined): readonly SimEvent[] {
  if (round === undefined) return events;
  const end = events.findIndex((e) => (round === 0 ? e.type === 'round.started' : e.type === 'round.ended' && e.round === round));
  if (end < 0) throw new UsageError(t('This run has no round {0}.', round));
  return events.slice(0, round === 0 ? end : end + 1);
}
