/** From a file and an agent to the prompt of its next question: which scenario, which mind plays the rounds before, and errors. */
import type { CancellationToken } from '../../core/util/lifecycle.js';
import { t } from '../../core/util/l10n.js';
import { didYouMeanPerson } from '../../core/util/suggest.js';
import { asker, compileModel, type Mind, type ScenarioModel, type Preview, previewPrompt } from '../../engine/index.js';
import type { LanguageService, Resolved } from '../../language/api.js';
import type { Society } from '../../language/generated/society.js';
import { builtinMind, phraseBook } from '../../minds/index.js';
import { breather } from '../../node/yieldToEventLoop.js';
import { sha256 } from '../../node/ports.js';
import { type PlacedProblem, locateProblem } from '../load/load.js';
import { readTables, type Tables } from '../load/populationTables.js';

interface PromptRequest {
  /** Id of a persona, of a population (its first member is used) or of a member. */
  readonly agent: string;
  /** Without it, the first scenario in which the agent takes part. */
  readonly scenario?: string | undefined;
  readonly wording?: string | undefined;
  /** Rounds that the built-in mind plays before the question; few at most. */
  readonly after?: number | undefined;
}

export type PromptShown =
  | { readonly ok: true; readonly resolved: Resolved; readonly model: ScenarioModel; readonly preview: Preview }
  /** `problem` is the error that prevents it, where it is an error of a file. */
  | { readonly ok: false; readonly code: PromptFailure; readonly message: string; readonly problem: PlacedProblem | null };

type PromptFailure = 'cancelled' | 'problems' | 'no-scenario' | 'not-cast' | 'never-asked';

const BREATH_MS = 8;

export async function showPrompt(
  language: LanguageService,
  uri: string,
  request: PromptRequest,
  token: CancellationToken,
): Promise<PromptShown> {
  const resolved = await language.resolve(uri);
  if (token.isCancellationRequested) return CANCELLED;
  const error = resolved.problems.find(({ severity }) => severity === 'error');
  if (error) return failed('problems', error.message, error);
  const { tables, problems } = await readTables(language, resolved);
  const [unread] = problems;
  if (unread) return failed('problems', unread.message, unread);
  const cast = castIn(resolved, request, tables);
  if ('ok' in cast) return cast;
  const { model, agent } = cast;
  const host = { ask: asker(sha256, () => false), mind: mindFor(resolved.society, model), token, breathe: breather(BREATH_MS) };
  const preview = await previewPrompt(model, agent, request.after ?? 0, host);
  if (token.isCancellationRequested) return CANCELLED;
  if (preview) return { ok: true, resolved, model, preview };
  return failed(
    'never-asked',
    t('Agent `{0}` is asked no question in `{1}`: its world has no phase in which it acts.', agent, model.scenario),
  );
}

const failed = (code: PromptFailure, message: string, problem: PlacedProblem | null = null): PromptShown & { ok: false } => ({
  ok: false,
  code,
  message,
  problem,
});

const CANCELLED = failed('cancelled', '');

/** The scenario of the request, or the first that the agent takes part in, compiled. */
function castIn(
  resolved: Resolved,
  request: PromptRequest,
  tables: Tables['tables'],
): { readonly model: ScenarioModel; readonly agent: string } | (PromptShown & { ok: false }) {
  const { society } = resolved;
  const scenarios = request.scenario === undefined ? Object.keys(society.scenarios ?? {}) : [request.scenario];
  if (scenarios.length === 0) return failed('no-scenario', t('This file has no scenario. Without one no agent is asked a question.'));
  let broken: PlacedProblem | null = null;
  const known = new Map<string, { readonly id: string; readonly name: string }>();
  for (const scenario of scenarios) {
    const compiled = compileModel(society, { scenario, tables, ...(request.wording === undefined ? {} : { wording: request.wording }) });
    const error = compiled.ok ? undefined : compiled.problems.find(({ severity }) => severity === 'error');
    if (error) broken ??= locateProblem(resolved, error);
    if (compiled.ok) for (const { self } of compiled.model.agents.representatives) known.set(self.id, self);
    const agent = compiled.ok ? memberOf(compiled.model, request.agent) : undefined;
    if (compiled.ok && agent !== undefined) return { model: compiled.model, agent };
  }
  if (broken) return failed('problems', broken.message, broken);
  const help = didYouMeanPerson(request.agent, [...known.values()]) || t(' Add it to a `cast:`.');
  const message =
    request.scenario === undefined
      ? t('`{0}` takes part in no scenario of this file.{1}', request.agent, help)
      : t('`{0}` does not take part in `{1}`.{2}', request.agent, request.scenario, help);
  return failed('not-cast', message);
}

const memberOf = (model: ScenarioModel, id: string): string | undefined =>
  model.agents.at(Math.max(model.agents.indexOf(id), model.agents.firstOf(id)))?.self.id;

/** The last phrase book: phrases seldom change while an author edits a persona. */
let phrases: { readonly text: string; readonly mind: Mind } | null = null;

/** The built-in mind plays the rounds before, in place of the minds in the file: nothing is sent and nothing is paid. */
function mindFor(society: Society, model: ScenarioModel): Mind {
  const text = `${model.language} ${JSON.stringify(society.phrases ?? {})}`;
  if (phrases?.text !== text) phrases = { text, mind: builtinMind(phraseBook(society.phrases ?? {}, model.language)) };
  return phrases.mind;
}
