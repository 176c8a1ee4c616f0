/** What an export takes of a run besides its events: what is left out for other people, and what only the folder contains. */
import type { State } from '../../core/events/state.js';
import { privateVars, type ScenarioModel, specOf, withholder } from '../../engine/index.js';
import { sha256 } from '../../node/ports.js';
import { type AnswerLine, answersIn, type FolderFiles, parseManifest, readPrompts, textsOf } from '../../trace/index.js';
import { answersInTurn } from '../setup/spentByQuestion.js';

interface Redaction {
  /** The same texts, without private words. */
  texts(texts: readonly string[]): readonly string[];
  /** Names of the private variables of an agent, by its index. */
  vars(agent: number): ReadonlySet<string>;
}

export function redactionOf(model: ScenarioModel, state: State): Redaction {
  const without = withholder(model, state);
  return {
    texts: (texts) => texts.map(without),
    vars: (agent) => new Set(privateVars(model, specOf(model, state, agent))),
  };
}

/** Whether the file has any private field of an agent. */
export const hasPrivate = ({ agents, agentVars, vars }: ScenarioModel): boolean =>
  agents.representatives.some(({ private: keys = [] }) => keys.length > 0) || [...agentVars, ...vars].some((one) => one.private === true);

// What the folder of a run has in addition to its events, for code that writes the run in another form.

interface RunFolderExtras {
  /** Hex SHA-256 that no other run has: of its id, its date, and its texts. */
  readonly hash: string;
  /** When its folder was made, in milliseconds since 1970 (UTC). */
  readonly created: number;
  /** As `answersInTurn`. */
  answers(): (mind: string, agent: string, hash: string) => AnswerLine | undefined;
  /** Roles and texts of the prompt with a hash, for a language model; null where prompts are not kept. */
  prompt(hash: string): readonly (readonly [role: string, text: string])[] | null;
}

/** Null where the folder has no run. Prompts, which take the most space, are read on request. */
export async function runFolderExtras(files: FolderFiles, wantsPrompts: boolean): Promise<RunFolderExtras | null> {
  const manifest = parseManifest((await files.read('manifest.json')) ?? '');
  if (!manifest) return null;
  const { id, created, sources } = manifest;
  const { answers } = await answersIn(files);
  const prompts = new Map<string, readonly (readonly [role: string, text: string])[]>();
  if (wantsPrompts) for await (const text of textsOf(files, 'prompts.jsonl')) readPrompts(text, prompts);
  return {
    hash: sha256(JSON.stringify([id, created, sources])),
    created: millisecondsOf(created),
    answers: () => answersInTurn(answers),
    prompt: (hash) => prompts.get(hash) ?? null,
  };
}

/** Milliseconds of an ISO 8601 time; 0 where the text is not a time. */
function millisecondsOf(created: string): number {
  const time = Date.parse(created);
  return Number.isNaN(time) ? 0 : time;
}
