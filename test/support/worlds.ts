/** Files as text, compiled and played with a mind that a test scripts. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { CancellationSource } from '../../src/core/util/lifecycle.js';
import type { EventOf, EventType, SimEvent } from '../../src/core/events/events.js';
import type { Json } from '../../src/core/util/json.js';
import { Timeline } from '../../src/core/events/timeline.js';
import { advance, type CompileOptions, compileModel, type ScenarioModel, type Question } from '../../src/engine/index.js';
import { createLanguageService } from '../../src/language/index.js';
import { nodeTextFiles } from '../../src/node/ports.js';
import type { AskAbout } from '../../src/engine/plan/plan.js';
import { ask, mindOf } from './societies.js';

/** One for all files of a process: the library is read once. */
const service = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));
let files = 0;

/** A model from the text of a file; a problem from the language or the engine fails the test. */
export async function modelOf(text: string, options: CompileOptions = {}): Promise<ScenarioModel> {
  const main = `file:///worlds/main${files++}.society`;
  service.set(main, text);
  const resolved = await service.resolve(main);
  service.close(main);
  assert.deepEqual(
    resolved.problems.filter((p) => p.severity === 'error').map((p) => `${p.range.start.line + 1} ${p.message}`),
    [],
  );
  const compiled = compileModel(resolved.society, options);
  assert.deepEqual(compiled.ok ? [] : compiled.problems, []);
  return (compiled as { model: ScenarioModel }).model;
}

/** Plays to the end; one function answers every question. `asks` sets how questions are hashed. */
export async function playWith(
  model: ScenarioModel,
  answer: (question: Question) => Json,
  asks: AskAbout = ask,
  rest: () => Promise<void> | undefined = () => undefined,
): Promise<Timeline> {
  const timeline = new Timeline();
  const mind = mindOf(answer);
  const minds = new Map([...model.minds.map(({ id }) => id), 'builtin'].map((id) => [id, mind]));
  const token = new CancellationSource().token;
  assert.deepEqual(await advance(model, timeline, { ask: asks, minds, token, concurrency: 8, breathe: () => undefined, rest }), {
    kind: 'ended',
  });
  return timeline;
}

/** All events of one type. */
export const eventsOf = <T extends EventType>(timeline: Timeline, type: T): EventOf<T>[] =>
  timeline.events.filter((e: SimEvent): e is EventOf<T> => e.type === type);
