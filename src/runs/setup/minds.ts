/** The minds of a model: built-in minds, and others as far as the file names them, trust allows them and the host offers them. */
import type { SimEvent } from '../../core/events/events.js';
import {
  type After,
  afterBudget,
  type AllowedEnv,
  type AskPerson,
  type BatchNews,
  type BatchServer,
  type BookedFor,
  builtinMind,
  type Fetch,
  type Given,
  humanMind,
  isLanguageModel,
  type KeptAnswer,
  type Ledger,
  type Limiter,
  oneAtATime,
  type OneAtATime,
  type OpenaiModelSpec,
  phrasesOf,
  type PhraseBook,
  randomMind,
  recordedMind,
  type RecordedOptions,
  resolveMindAccess,
  scriptedMind,
  type SecretVault,
  type ServerChecks,
  type Timing,
  type Waiting,
  withOthers,
} from '../../minds/index.js';
import { mindWords as labelWords } from '../../core/mindLabels.js';
import { type Mind, MindFault, type ScenarioModel } from '../../engine/index.js';
import { type Resolved, spanOf } from '../../language/api.js';
import type { EditorModel, ModelSpec, Society } from '../../language/generated/society.js';
import { CallJournal } from './callJournal.js';
import { type Earlier, LanguageModelGuard, unpriced } from './languageModelGuard.js';

/** The access that the host grants. */
export interface MindAccessPorts {
  /** False in a workspace that the user has not trusted. */
  readonly trusted: boolean;
  readonly env: (name: string) => string | undefined;
  readonly vault: SecretVault;
  readonly allowedEnv: AllowedEnv;
  /** Asks a person; absent where no person can be asked. */
  readonly person?: AskPerson | undefined;
  /** Opens a model that the editor offers; absent outside the editor. */
  readonly editor?: ((id: string, spec: EditorModel) => Promise<Opened>) | undefined;
  /** Answers of a run folder, by its path in the file and the URI of that file. */
  readonly recording?: ((path: string, file: string) => Promise<Recording>) | undefined;
  /** Timer for people's time limits; the system's where left out. */
  readonly after?: After | undefined;
  /** Clock and random numbers of the layers around language models; the system's where left out. */
  readonly timing?: Timing | undefined;
  /** Called for each long wait before a question is asked again. */
  readonly waiting?: ((wait: Waiting) => void) | undefined;
  /** Called with news of batches: how many questions are answered, and which are asked alone. */
  readonly batchNews?: ((news: BatchNews) => void) | undefined;
  /** The connection for requests to endpoints; each model has its own where left out. */
  readonly fetch?: Fetch | undefined;
}

export type Opened = { readonly ok: true; readonly mind: Mind } | { readonly ok: false; readonly code: string; readonly message: string };

type Recording =
  /** `withheld`: the answers are from questions without private fields. */
  | { readonly ok: true; readonly answers: readonly KeptAnswer[]; readonly withheld?: boolean }
  | { readonly ok: false; readonly message: string };

/** Further facts about the run. */
export interface MindsOf extends Earlier {
  /** Where its nodes are written: paths in a file are relative to it. */
  readonly resolved?: Pick<Resolved, 'nodes' | 'uri'>;
  /** The mind that answers after the budget is reached. Where it is left out, the run pauses. */
  readonly afterBudget?: 'builtin' | undefined;
  /** An existing ledger of the run, in which calls outside of the run are also booked. */
  readonly ledger?: Ledger | undefined;
  /** The journal of its calls, where it is open already. */
  readonly book?: CallJournal | undefined;
  /** The purpose that all calls are booked under, in place of each question's own. */
  readonly purpose?: BookedFor | undefined;
  /** Queues before endpoints, by model, that it shares with other runs that are played at the same time. */
  readonly lines?: Map<string, Limiter> | undefined;
}

export type Minds =
  /**
   * With the ledger of all language models, the journal of their calls, which is to be opened on the folder of the
   * run, and the most open questions.
   */
  | {
      readonly ok: true;
      readonly minds: ReadonlyMap<string, Mind>;
      readonly ledger: Ledger;
      readonly book: CallJournal;
      readonly concurrency: number;
    }
  | { readonly ok: false; readonly code: string; readonly at: string; readonly message: string };

/** Makes every mind that the model needs, or says which one is not allowed or not available. Nothing is sent. */
export async function makeMinds(society: Society, model: ScenarioModel, ports: MindAccessPorts, of: MindsOf = {}): Promise<Minds> {
  const minds = new Map<string, Mind>();
  const phrases = (): (() => PhraseBook) => phrasesOf(society.phrases ?? {}, model.language);
  const book = of.book ?? new CallJournal();
  const care = new LanguageModelGuard(model, {
    timing: ports.timing,
    waiting: ports.waiting,
    batchNews: ports.batchNews,
    ledger: of.ledger,
    purpose: of.purpose,
    calls: book,
    lines: of.lines,
  });
  const maker: Maker = { society, ports, of, phrases, line: oneAtATime(), care, cared: new Map() };
  try {
    const then = of.afterBudget ? afterBudget(builtinMind(phrases())) : null;
    for (const { id } of model.minds) {
      const mind = await make(maker, id, []);
      minds.set(id, then && mind.prose ? then(mind) : mind);
    }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, code: error.code, at: error.at, message: error.message };
    if (error instanceof MindFault) return { ok: false, code: error.code, at: 'models', message: error.message };
    throw error;
  }
  if (!of.ledger) care.begin(society, of);
  return { ok: true, minds, ledger: care.ledger, book, concurrency: care.places };
}

interface Maker {
  readonly society: Society;
  readonly ports: MindAccessPorts;
  readonly of: MindsOf;
  /** Throws if there are no phrases; the result compiles them. */
  readonly phrases: () => () => PhraseBook;
  /** The queue before the one person who can be asked. */
  readonly line: OneAtATime;
  readonly care: LanguageModelGuard;
  /** Language models that are made already, each once: fallbacks share its queue. */
  readonly cared: Map<string, Mind>;
}

/** A mind that is not allowed or not available, with the node that names it. Thrown and caught here. */
class Refused extends Error {
  constructor(
    readonly code: string,
    readonly at: string,
    message: string,
  ) {
    super(message);
  }
}

/** The mind with a name; `before` are those that it is a fallback of. */
async function make(maker: Maker, id: string, before: readonly string[]): Promise<Mind> {
  const { society, phrases } = maker;
  const spec = society.models?.[id];
  const kind = spec?.kind ?? id;
  if (kind === 'builtin') return { ...builtinMind(phrases()), id };
  if (kind === 'random') return { ...randomMind(phrases()), id };
  if (!spec)
    throw new Refused('no-mind', 'models', `There is no model \`${id}\`. Write it under \`models:\`, or use \`builtin\` or \`random\`.`);
  if (before.includes(id)) throw new Refused('no-mind', `models.${id}.fallback`, `\`${id}\` falls back on itself.`);
  return ofSpec(maker, id, spec, async () => {
    const next = 'fallback' in spec ? spec.fallback : undefined;
    return next === undefined ? null : make(maker, next, [...before, id]);
  });
}

async function ofSpec(maker: Maker, id: string, spec: ModelSpec, fallback: () => Promise<Mind | null>): Promise<Mind> {
  const { ports, of } = maker;
  switch (spec.kind) {
    case 'openai': {
      const mind = await cared(maker, id, spec, async () => {
        const { openModel } = await import('../../minds/openai/openMind.js');
        const opened = await openModel({ ...ports, id, model: spec as OpenaiModelSpec });
        if (!opened.ok) throw new Refused(opened.code, `models.${id}.${opened.field}`, opened.message);
        return opened;
      });
      return withOther(mind, await fallback());
    }
    case 'scripted':
      return scriptedMind({
        id,
        answers: (spec.answers ?? []) as never,
        fallback: await fallback(),
        given: answersGivenBefore(of.events ?? [], id),
      });
    case 'recorded':
      return recordedMind({ id, run: spec.run, ...(await recording(maker, id, spec.run)), fallback: await fallback() });
    case 'human':
      await allowed(maker, id, spec.kind);
      if (!ports.person)
        throw new Refused('no-person', `models.${id}.kind`, 'No person can be asked here. Run this file in the editor or in a terminal.');
      return humanMind({
        id,
        askPerson: ports.person,
        line: maker.line,
        after: ports.after ?? afterMs,
        timeoutMs: spec.timeout === undefined ? null : Math.min(spec.timeout * 1000, LONGEST_MS),
        fallback: await fallback(),
      });
    case 'editor': {
      await allowed(maker, id, spec.kind);
      if (!ports.editor) throw new Refused('no-editor', `models.${id}.kind`, NO_EDITOR);
      const open = ports.editor;
      const mind = await cared(maker, id, spec, async () => {
        const opened = await open(id, spec);
        if (!opened.ok) throw new Refused(opened.code, `models.${id}.kind`, opened.message);
        return opened;
      });
      return withOther(mind, await fallback());
    }
    default:
      throw new Refused('no-mind', `models.${id}.kind`, `This version has no minds of the kind \`${spec.kind}\`.`);
  }
}

const withOther = (mind: Mind, other: Mind | null): Mind => (other ? withOthers(mind, [other]) : mind);

/** A language model without layers, how its server is checked, and what takes its batches. */
interface OpenedModel {
  readonly mind: Mind;
  readonly checks?: ServerChecks;
  readonly batches?: BatchServer | null;
}

/** A language model with the layers around it, made once. */
async function cared({ care, cared: made }: Maker, id: string, spec: ModelSpec, open: () => Promise<OpenedModel>): Promise<Mind> {
  const known = made.get(id);
  if (known) return known;
  const wrong = unpriced(care.model, id, spec);
  if (wrong !== null) throw new Refused('no-price', `models.${id}`, wrong);
  const opened = await open();
  const mind = care.around(opened.mind, spec, opened.checks, opened.batches);
  made.set(id, mind);
  return mind;
}

const NO_EDITOR = 'Models of the editor answer only in the editor. Run this file there, or choose another model with --mind.';

/** Timers beyond 2³¹ − 1 ms fire at once. */
const LONGEST_MS = 2 ** 31 - 1;

const afterMs: After = (ms, act) => {
  const timer = setTimeout(act, ms);
  return { dispose: () => clearTimeout(timer) };
};

async function allowed({ ports }: Maker, id: string, kind: string): Promise<void> {
  const access = await resolveMindAccess({ ...ports, model: { kind } });
  if (!access.ok) throw new Refused(access.code, `models.${id}.${access.field}`, access.message);
}

async function recording({ ports, of }: Maker, id: string, run: string): Promise<Pick<RecordedOptions, 'answers' | 'withheld'>> {
  const at = `models.${id}.run`;
  const found = await ports.recording?.(run, of.resolved ? (spanOf(of.resolved.nodes, at)?.source ?? of.resolved.uri) : '');
  if (!found) throw new Refused('no-recording', at, 'Recorded answers cannot be read here. Run this file in the editor or in a terminal.');
  if (!found.ok) throw new Refused('no-recording', at, found.message);
  return found;
}

/** The minds of a model as text, such as `built-in mind (rule-based, builtin 2)`. */
export const mindWords = ({ minds }: Pick<ScenarioModel, 'minds'>): string =>
  minds.map((label) => `${labelWords(label)}${label.embeds ? ' (embeddings)' : ''}`).join(', ');

/** Whether a language model is asked for anything, including embeddings. */
export const usesLanguageModel = (model: ScenarioModel): boolean => model.minds.some(({ kind }) => isLanguageModel(kind));

/** Kinds of minds that answer by what they read. */
const READERS: ReadonlySet<string> = new Set(['openai', 'editor', 'human']);

/** Whether any agent answers by what it reads, such as a language model. */
export const readsProse = ({ minds }: Pick<ScenarioModel, 'minds'>): boolean =>
  minds.some(({ kind, embeds }) => READERS.has(kind) && !embeds);

/** Whether a language model answers for any agent. */
export const speaksByLanguageModel = ({ minds }: Pick<ScenarioModel, 'minds'>): boolean =>
  minds.some(({ kind, embeds }) => isLanguageModel(kind) && !embeds);

// How many answers a mind has given in the recorded part of a run, so that a mind that reads from a list continues after them.

/** Answers of a mind by agent, `''` for a mind outside the society. An open question does not count. */
function answersGivenBefore(events: readonly SimEvent[], mind: string): Given {
  const asked = new Map<number, string>();
  const given = new Map<string, number>();
  for (const event of events) {
    if (event.type === 'question.asked' && event.mind === mind) asked.set(event.seq, event.agent ?? '');
    if (event.type !== 'answer.received' || event.cause === null) continue;
    const agent = asked.get(event.cause);
    if (agent !== undefined) given.set(agent, (given.get(agent) ?? 0) + 1);
  }
  return given;
}
