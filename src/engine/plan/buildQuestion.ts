/** Makes the question of a turn. Its hash covers the prose for minds that read prose, else the situation. */
import { memoBy } from '../../core/util/memo.js';
import type { Log } from '../../core/util/chunkedList.js';
import { agentAt } from '../../core/events/agents.js';
import { canonical } from '../../core/util/json.js';
import type { Sha256 } from '../../core/util/ports.js';
import type { OpenQuestion } from '../../core/events/agenda.js';
import { type AgentState, markOf, type State } from '../../core/events/state.js';
import { specOf } from '../model/agentSpec.js';
import { embeddingQuestion } from './embeddingRequests.js';
import { closedFaultLog } from '../model/faults.js';
import { hasFlag } from '../model/flags.js';
import { hidden } from '../evaluation/privateHiding.js';
import type { ScenarioModel } from '../model/model.js';
import type { PhaseSpec } from '../model/worldSpec.js';
import { fieldsSchema, textSchema } from '../observation/answerSchema.js';
import { archetypeSituation } from '../observation/archetypes.js';
import { actSchema } from '../observation/actionOptions.js';
import type { AskAbout } from './plan.js';
import { perturbedQuestion } from '../perturbation/perturb.js';
import { renderParts } from '../observation/prompt.js';
import type { AnswerSchema, Part, PlainForm, Question } from '../model/question.js';
import type { Situation } from '../model/situationTypes.js';
import { ratingSchema } from '../phases/ratings.js';
import type { TurnQuestion } from '../phaseKinds/handler.js';
import { reflectSchema } from '../phaseKinds/reflect.js';
import { turnsIn } from '../phaseKinds/table.js';
import { situationOf } from '../observation/situation.js';
import { situationTexter } from '../observation/situationText.js';
import { withheldParts } from '../observation/withheldText.js';
import { withheldFrom } from '../observation/withholdPrivate.js';

/**
 * Makes the function that builds questions. `readsProse` says, for the id of a mind, whether its questions are hashed over the
 * rendered prompt.
 */
export function asker(sha256: Sha256, readsProse: (mind: string) => boolean): AskAbout {
  const textOf = situationTexter(sha256);
  return (model: ScenarioModel, state, index, phase, turn, texts): Question => {
    if (texts) {
      const wanted = embeddingQuestion(model, state, phase, texts);
      return { ...wanted, hash: sha256(promptJson(wanted)) };
    }
    const open = about(model, state, index, phase, turn);
    const { purpose, mind, outside } = open;
    const asked = outside ? -1 : index;
    const away = model.away?.has(mind) === true;
    const made = ({ ask }: Pick<TurnQuestion, 'ask'>): Situation => situationOf(model, state, { index: asked, phase, turn, purpose, ask });
    const hides = away && hasFlag(model, 'private_by_provenance');
    const whole = hides ? hidden(() => made(about(model, state, index, phase, turn))) : made(open);
    const { prompt: spec, from } = specOf(model, state, Math.max(0, index));
    const fields = asked < 0 ? null : phase.archetypes;
    const own = away ? withheldFrom(model, state, asked, whole) : whole;
    const isProse = readsProse(mind);
    const changed = perturbedQuestion(model, fields ? archetypeSituation(own, fields, from) : own, isProse);
    const { situation, meant, restored } = changed;
    const answer = answerSchema(situation);
    const filled = (filling: readonly Part[]): readonly Part[] => (away ? withheldParts(model, state, asked, whole, filling) : filling);
    const render = (told: Situation): readonly Part[] => filled(renderParts(spec, told, model.faultLog));
    const inPlain = (form: PlainForm): readonly Part[] => changed.parts((told) => filled(renderParts(spec, told, closedFaultLog(), form)));
    let rendered: readonly Part[] | null = null;
    const parts = (): readonly Part[] => (rendered ??= changed.parts(render));
    const hash = sha256(isProse ? promptJson({ parts, answer }) : textOf(situation));
    const agent = index < 0 ? null : agentAt(state, index)!;
    const occurrence = fields ? sharedOccurrenceOf(state, hash) : occurrenceOf(state, agent, hash);
    return {
      agent: agent?.id ?? null,
      ...(index < 0 ? {} : { place: index }),
      purpose,
      mind,
      hash,
      seed: model.seed,
      occurrence,
      ...(fields ? { shared: true } : {}),
      situation,
      ...(meant ? { meant } : {}),
      ...(restored ? { restored } : {}),
      answer,
      parts,
      ...(spec.plain.length > 0 ? { inPlain } : {}),
    };
  };
}

/** The prompt for a mind that reads prose, as canonical JSON. Its hash is the hash of the question, and the run folder keeps it. */
export const promptJson = ({ parts, answer }: Pick<Question, 'parts' | 'answer'>): string =>
  `{"answer":${canonical(answer)},"parts":${JSON.stringify(parts().map(({ role, text }) => [role, text]))}}`;

/**
 * Number of earlier questions with this hash: of an agent in the whole run, of minds outside the society in this phase of the
 * round.
 */
export const occurrenceOf = (state: State, agent: AgentState | null, hash: string): number =>
  agent ? count(agent.asked, hash) : askedBefore(state.agenda.questions, hash).count + state.round * 1000;

/** The same for a question that agents of an archetype share: a number of its own for each phase and each agent. */
export const sharedOccurrenceOf = ({ agenda, round }: State, hash: string): number =>
  askedBefore(agenda.questions, hash).count + (round * MOST_PHASES + agenda.phase) * MOST_SHARING;

/** More phases than a round has, and more agents than share a question. */
const [MOST_PHASES, MOST_SHARING] = [1_000, 10_000_000];

/** The index of the agent that was asked a question with this hash first in the phase; undefined if it was not asked. */
export const firstAskedOf = ({ agenda }: State, hash: string): number | undefined => {
  const { count: asked, first } = askedBefore(agenda.questions, hash);
  return asked > 0 ? first : undefined;
};

function count({ backing, length }: Log<number>, hash: string): number {
  const mark = markOf(hash);
  let found = 0;
  for (let i = 0; i < length; i++) if (backing[i] === mark) found++;
  return found;
}

/** How often a question was asked, and the agent that was asked first. */
interface AskedBefore {
  count: number;
  readonly first: number;
}

const NEVER: AskedBefore = { count: 0, first: -1 };

/** Questions of a log by hash, up to a length. The count continues as the log grows. */
const countsOf = memoBy((_log: readonly OpenQuestion[]): { length: number; readonly of: Map<string, AskedBefore> } => ({
  length: 0,
  of: new Map(),
}));

/** The questions of a phase with this hash. */
function askedBefore({ backing, length }: Log<OpenQuestion>, hash: string): Readonly<AskedBefore> {
  const known = countsOf(backing);
  if (known.length > length) {
    known.length = 0;
    known.of.clear();
  }
  for (; known.length < length; known.length++) {
    const { hash: one, agent } = backing[known.length]!;
    const same = known.of.get(one);
    if (same) same.count++;
    else known.of.set(one, { count: 1, first: agent });
  }
  return known.of.get(hash) ?? NEVER;
}

/** The question of a turn, from the handler of its phase. */
function about(model: ScenarioModel, state: State, index: number, phase: PhaseSpec, turn: number): TurnQuestion {
  const ownMind = index < 0 ? 'builtin' : agentAt(state, index)!.mind;
  return turnsIn(phase).question({ model, state, phase, index, turn, ownMind });
}

/** The closed schema of the answer. */
function answerSchema(situation: Situation): AnswerSchema {
  const { ask } = situation;
  if (!ask) return actSchema(situation);
  switch (ask.kind) {
    case 'survey':
      return fieldsSchema(ask.items);
    case 'judge':
    case 'code':
      return fieldsSchema(ask.fields);
    case 'rate':
      return ratingSchema(ask);
    case 'reflect':
      return reflectSchema(ask, situation.memories);
    case 'plan':
    case 'coach':
    case 'interview':
      return textSchema();
  }
}
