/** The questions that runs ask: societies are played by the built-in mind, and what a language model would be asked is kept. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import { Timeline } from '../../src/core/events/timeline.js';
import { advance, asker, interviewQuestion, type Mind, type Question } from '../../src/engine/index.js';
import { createLanguageService } from '../../src/language/index.js';
import { nodeTextFiles, sha256 } from '../../src/node/ports.js';
import { loadModel, makeMinds } from '../../src/runs/index.js';

interface Which {
  readonly scenario?: string;
  readonly flags?: readonly number[];
}

/** The questions of the first rounds of a file's scenario, in their order, then one of an interview of the first
 * agent. Embeddings are not among them. */
export const questionsOf = (file: string, rounds: number, which: Which = {}): Promise<readonly Question[]> =>
  asked(file, null, rounds, which);

/** The same for a society that is in no file. */
export const questionsIn = (text: string, rounds: number, which: Which = {}): Promise<readonly Question[]> =>
  asked('examples/text.society', text, rounds, which);

async function asked(file: string, text: string | null, rounds: number, which: Which): Promise<readonly Question[]> {
  const root = process.cwd();
  const language = createLanguageService(nodeTextFiles(join(root, 'library')));
  const uri = pathToFileURL(join(root, file)).href;
  if (text !== null) language.set(uri, text);
  const loaded = await loadModel(language, uri, { rounds, ...which });
  if (!loaded.ok) throw new Error(`${file}: ${JSON.stringify(loaded.problems)}`);
  const { model, resolved } = loaded;
  const made = await makeMinds(resolved.society, model, {
    ...{ trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {} },
  });
  if (!made.ok) throw new Error(`${file}: ${made.message}`);
  const questions: Question[] = [];
  const listening = ([id, mind]: readonly [string, Mind]): readonly [string, Mind] => [
    id,
    {
      ...mind,
      prose: true,
      ask: (question, token) => {
        questions.push(question);
        return mind.ask(question, token);
      },
    },
  ];
  const timeline = new Timeline();
  const minds = new Map([...made.minds].map(listening));
  await advance(model, timeline, {
    minds,
    ask: asker(sha256, () => true),
    token: neverCancelled,
    breathe: () => undefined,
    concurrency: 4,
  });
  const agent = questions.find((question) => question.agent !== null)?.agent ?? null;
  const words = 'Whom do you trust here, and why?';
  const interview = agent === null ? null : interviewQuestion(model, timeline.head, agent, words, 0, { sha256, minds });
  return interview ? [...questions, interview] : questions;
}

/** At most `most` of each group, spread evenly over the whole. */
export function spread<T>(all: readonly T[], groupOf: (one: T) => string, most: number): readonly T[] {
  const groups = new Map<string, T[]>();
  for (const one of all) groups.set(groupOf(one), [...(groups.get(groupOf(one)) ?? []), one]);
  return [...groups.values()].flatMap((group) =>
    group.length <= most ? group : Array.from({ length: most }, (_, i) => group[Math.floor((i * group.length) / most)]!),
  );
}
