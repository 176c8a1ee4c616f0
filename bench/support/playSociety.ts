/** Societies played to the end with the built-in mind, as the command line plays them, and what it cost. */
import { join } from 'node:path';
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import { Timeline } from '../../src/core/events/timeline.js';
import { advance, asker, type Mind, type ScenarioModel } from '../../src/engine/index.js';
import { createLanguageService } from '../../src/language/index.js';
import { nodeTextFiles, sha256 } from '../../src/node/ports.js';
import { loadModel, makeMinds } from '../../src/runs/index.js';
import { coreSeconds } from './child.js';

const URI = 'file:///study/play.society';

export interface Ready {
  readonly model: ScenarioModel;
  readonly minds: ReadonlyMap<string, Mind>;
}

/** The society of a text, compiled, with its minds. */
export async function ready(text: string): Promise<Ready> {
  const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
  language.set(URI, text);
  const loaded = await loadModel(language, URI);
  if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join('\n'));
  const { resolved, model } = loaded;
  const minds = await makeMinds(resolved.society, model, {
    trusted: true,
    env: () => undefined,
    vault: { get: async () => null },
    allowedEnv: {},
  });
  if (!minds.ok) throw new Error(minds.message);
  return { model, minds: minds.minds };
}

export interface Played {
  readonly timeline: Timeline;
  /** Turns that ended, and seconds of a core from the first event to the last: the process's, its garbage collector's with them. */
  readonly turns: number;
  readonly seconds: number;
  /** Seconds of a core from the first event to the start of round 1. */
  readonly opening: number;
}

export async function played({ model, minds }: Ready): Promise<Played> {
  const timeline = new Timeline();
  const ask = asker(sha256, () => false);
  const start = coreSeconds();
  let opening = 0;
  timeline.onCommit((events) => {
    if (events.some((event) => event.type === 'round.started' && event.round === 1)) opening = coreSeconds() - start;
  });
  const outcome = await advance(model, timeline, { ask, minds, token: neverCancelled, breathe: () => undefined, concurrency: 16 });
  const seconds = coreSeconds() - start;
  if (outcome.kind !== 'ended') throw new Error(`the run ${outcome.kind}`);
  return { timeline, turns: timeline.events.filter(({ type }) => type === 'turn.ended').length, seconds, opening };
}
