/**
 * Asks a model for vectors of texts before a turn recalls memories by them. They are answers like all others: kept, paid and folded
 * into the state, so that recall stays a function of the state. If they do not arrive or cannot be used, relevance is by words in
 * common until the next round, and a fault says so.
 */
import { agentAt } from '../../core/events/agents.js';
import { dimensionsOf, NOT_WANTED, type OpenEmbedding, unpacked } from '../../core/events/textVectors.js';
import type { Draft } from '../../core/events/events.js';
import type { Json } from '../../core/util/json.js';
import type { State } from '../../core/events/state.js';
import type { Given } from '../observation/answerDrafts.js';
import { closed } from '../observation/answerSchema.js';
import { type ScenarioModel, phaseOf } from '../model/model.js';
import { isAtOnce, turnsIn } from '../phaseKinds/table.js';
import type { AskAbout } from './plan.js';
import type { Part, Question } from '../model/question.js';
import { unknownTexts } from '../memory/retrieveForTurn.js';
import { situationOf } from '../observation/situation.js';
import { withheldTexts } from '../observation/withheldText.js';
import type { PhaseSpec } from '../model/worldSpec.js';

/** Most texts in one call, and most letters of them together. */
const BATCH = 64;
const LETTERS = 100_000;

/** Whether the recall of the next turn compares texts without known vectors, which can be asked for. */
export function lacksVectors(model: ScenarioModel, state: State, phase: PhaseSpec): boolean {
  const { order, asked } = state.agenda;
  if (model.memory.embeddings === null || state.embeddings.failed === state.round) return false;
  return unknownTexts(model, state, order[asked]!, phase, turnsIn(phase).cues, false).length > 0;
}

/** Asks for the vectors that the next turn lacks, together with those of later turns. Null if it lacks none. */
export function embeddingStep(
  model: ScenarioModel,
  state: State,
  phase: PhaseSpec,
  ask: AskAbout,
): { readonly drafts: readonly Draft[]; readonly embeddings: readonly Question[] } | null {
  if (!lacksVectors(model, state, phase)) return null;
  const { at, model: name } = model.memory.embeddings!;
  const batches = inBatches(wantedTexts(model, state, phase));
  const embeddings = batches.map((texts) => ask(model, state, -1, phase, state.agenda.asked, texts));
  const drafts = embeddings.map(({ mind, hash }, i): Draft => {
    return { at, cause: state.seq, body: { type: 'embedding.asked', mind, model: name, hash, texts: batches[i]! } };
  });
  return { drafts, embeddings };
}

/**
 * Texts of the next turn and of later turns: of all turns if all are asked at the same time, else of some. The texts that they will
 * read are known if all read the same moment, and mostly at the beginning of the phase.
 */
function wantedTexts(model: ScenarioModel, state: State, phase: PhaseSpec): ReadonlySet<string> {
  const { order, asked } = state.agenda;
  const together = isAtOnce(phase);
  const { cues } = turnsIn(phase);
  const [next, ...later] = order.slice(asked, together ? order.length : asked + BATCH);
  const texts = new Set(unknownTexts(model, state, next!, phase, cues, false));
  for (const index of later) {
    const agent = index < 0 ? null : agentAt(state, index)!;
    if (!agent?.present || agent.muted) continue;
    for (const text of unknownTexts(model, state, index, phase, cues, together || asked === 0)) texts.add(text);
  }
  return texts;
}

function inBatches(texts: ReadonlySet<string>): readonly (readonly string[])[] {
  const batches: string[][] = [];
  let letters = Infinity;
  for (const text of texts) {
    letters += text.length;
    if (letters > LETTERS || batches.at(-1)!.length === BATCH) {
      batches.push([]);
      letters = text.length;
    }
    batches.at(-1)!.push(text);
  }
  return batches;
}

/** The question for vectors of texts, without its hash. It contains nothing private. */
export function embeddingQuestion(model: ScenarioModel, state: State, phase: PhaseSpec, texts: readonly string[]): Omit<Question, 'hash'> {
  const { mind } = model.memory.embeddings!;
  const sent = model.away?.has(mind) ? withheldTexts(model, state, texts, 'told') : texts;
  const parts = sent.map((text): Part => ({ section: 'text', role: 'user', text, at: null, why: 'embedding', kept: true }));
  return {
    ...{ agent: null, purpose: 'embedding', mind, seed: model.seed, occurrence: state.embeddings.failures },
    situation: situationOf(model, state, { index: -1, phase, turn: -1, purpose: 'embedding', ask: null }),
    answer: closed({ vectors: { type: 'array', items: { type: 'string' }, maxItems: sent.length } }),
    texts: sent,
    parts: () => parts,
  };
}

/** Ends the wait for vectors that this model does not use, as in a fork with another file. Null if it uses them. */
export function unwantedDrafts({ memory }: ScenarioModel, { embeddings: { open } }: State): readonly Draft[] | null {
  if (open.every(({ mind, model }) => mind === memory.embeddings?.mind && model === memory.embeddings.model)) return null;
  return open.map(
    ({ seq, hash }): Draft => ({ at: null, cause: seq, body: { type: 'embedding.received', hash, reason: NOT_WANTED, vectors: [] } }),
  );
}

/** Questions for vectors without an answer, as they were asked. */
export function openEmbeddings(model: ScenarioModel, state: State, ask: AskAbout): readonly Question[] {
  const phase = phaseOf(model, state);
  if (!phase || unwantedDrafts(model, state)) return [];
  return state.embeddings.open.map(({ texts, failures }) => ({
    ...ask(model, state, -1, phase, state.agenda.asked, texts),
    occurrence: failures,
  }));
}

/** The events of the answer to the first of them, or of the fault that replaces it. */
export function embeddedDrafts(model: ScenarioModel, state: State, given: Given): readonly Draft[] {
  const open = state.embeddings.open[0]!;
  const vectors = given.kind === 'fault' ? null : given.verdict.value?.['vectors'];
  const wrong = given.kind === 'fault' ? given.fault.code : given.by ? 'stood-in' : wrongWith(state, open, vectors);
  const usable = wrong === null ? (vectors as readonly string[]) : [];
  const received: Draft = {
    ...{ at: null, cause: open.seq },
    body: { type: 'embedding.received', hash: open.hash, reason: wrong, vectors: usable },
  };
  const at = model.memory.embeddings?.at ?? model.memory.at;
  if (wrong === null || state.faults[at] === state.round) return [received];
  const code = given.kind === 'fault' ? 'no-embeddings' : 'unusable-embeddings';
  const why = given.kind === 'fault' ? given.fault.message : WHY[wrong]!;
  return [{ at, cause: open.seq, body: { type: 'fault', code, text: `${why} ${INSTEAD}`, agent: null } }, received];
}

const INSTEAD = 'Until the next round relevance is told by words in common.';

const WHY: { readonly [reason: string]: string } = {
  'stood-in': 'Another model answered for the one that gives vectors, and vectors of two models cannot be compared. Give it no `fallback`.',
  'wrong-count': 'The model did not give one vector for each text. Name one that gives embeddings.',
  'wrong-vectors': 'What the model gave are no vectors. Name one that gives embeddings.',
  'wrong-dimensions': 'The vectors of the model are not all of one length. Name a model whose vectors have one.',
};

/** What is wrong with the vectors of an answer; null if they can be used. */
function wrongWith(state: State, { model, texts }: OpenEmbedding, vectors: Json | undefined): string | null {
  if (!Array.isArray(vectors) || vectors.length !== texts.length) return 'wrong-count';
  const sizes = vectors.map((one: Json) => (typeof one === 'string' ? unpacked(one) : null)?.values.length ?? 0);
  if (sizes.includes(0)) return 'wrong-vectors';
  const size = dimensionsOf(state.embeddings, model) ?? sizes[0];
  return sizes.every((one) => one === size) ? null : 'wrong-dimensions';
}
