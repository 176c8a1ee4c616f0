/** Tests whether a model of a file answers, before a run depends on it. Never shows a key. */
import { marked } from '../../core/util/l10n.js';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { ModelSpec, Society } from '../../language/generated/society.js';
import { type OpenaiModelSpec, originOf, type Price, priceOf, type Probe, quotable, resolveMindAccess } from '../../minds/index.js';
import type { MindAccessPorts } from './minds.js';

/** Loaded when a model is tested. */
const probing = () => import('../../minds/openai/probe.js');

export interface ModelTest {
  readonly id: string;
  readonly ok: boolean;
  /** Stable: `answers`, `not-asked`, or the code of the error. */
  readonly code: string;
  /** The findings, one line each, with what to do next. */
  readonly lines: readonly string[];
}

export interface ModelTestPorts extends MindAccessPorts {
  /** Monotonic clock, in milliseconds. */
  readonly now: () => number;
}

/** Ids of the file's models, in its order. */
export const testableModels = ({ models = {} }: Society): readonly string[] => Object.keys(models);

/** Asks a model a few short questions. Never rejects: errors are in the lines. */
export async function testModel(society: Society, id: string, ports: ModelTestPorts, token: CancellationToken): Promise<ModelTest> {
  const spec = society.models?.[id];
  if (!spec) return { id, ok: false, code: 'no-mind', lines: [`There is no model \`${id}\`. Write it under \`models:\`.`] };
  const access = await resolveMindAccess({ ...ports, model: spec });
  if (!access.ok) return { id, ok: false, code: access.code, lines: [access.message] };
  if (spec.kind === 'openai' && embeds(society, id)) return testEmbeddings(id, spec as OpenaiModelSpec, access.key, ports, token);
  if (spec.kind === 'openai') return testEndpoint(id, spec as OpenaiModelSpec, access.key, ports, token);
  if (spec.kind === 'editor') return testEditor(id, spec, ports, token);
  return { id, ok: true, code: 'not-asked', lines: [`A model of the kind \`${spec.kind}\` needs no connection.`] };
}

async function testEndpoint(
  id: string,
  spec: OpenaiModelSpec,
  key: string | null,
  { now }: ModelTestPorts,
  token: CancellationToken,
): Promise<ModelTest> {
  const { probe } = await probing();
  const found = await probe(
    {
      ...{ id, key, now, baseUrl: spec.base_url, model: spec.name, timeoutMs: (spec.timeout ?? TIMEOUT_S) * 1000 },
      ...{ temperature: spec.temperature, topP: spec.top_p, maxTokens: spec.max_tokens },
      form: spec.schema === undefined ? null : spec.schema === 'text' ? 'none' : spec.schema,
    },
    token,
  );
  const { fault, latencyMs } = found;
  if (fault || latencyMs === null) {
    const message = fault?.message ?? `${id} gave no answer. Run the test again.`;
    const offered = fault?.code === 'model-not-found' ? offeredLine(found.models) : null;
    return { id, ok: false, code: fault?.code ?? 'unknown-fault', lines: [message, ...(offered === null ? [] : [offered])] };
  }
  const lines = [
    `${spec.name} at ${originOf(spec.base_url)} answers in ${Math.round(latencyMs)} ms.`,
    ...formLines(found, id),
    ...nameLine(found, spec.name),
    priceLine(priceOf(spec)),
  ];
  return { id, ok: true, code: 'answers', lines };
}

/** Whether the file names it for embeddings. */
const embeds = ({ scenarios = {} }: Society, id: string): boolean =>
  Object.values(scenarios).some(({ memory }) => memory?.embeddings === id);

async function testEmbeddings(
  id: string,
  spec: OpenaiModelSpec,
  key: string | null,
  { now }: ModelTestPorts,
  token: CancellationToken,
): Promise<ModelTest> {
  const timeoutMs = (spec.timeout ?? TIMEOUT_S) * 1000;
  const { probeEmbeddings } = await probing();
  const found = await probeEmbeddings({ id, key, now, baseUrl: spec.base_url, model: spec.name, timeoutMs }, token);
  if (found.fault) return { id, ok: false, code: found.fault.code, lines: [found.fault.message] };
  const line = `${spec.name} at ${originOf(spec.base_url)} gives embeddings of ${found.dimensions} numbers in ${Math.round(found.latencyMs)} ms.`;
  return { id, ok: true, code: 'answers', lines: [line, priceLine(priceOf(spec))] };
}

/** The default time limit for a whole answer in seconds, as in a run. */
const TIMEOUT_S = 120;

const FORM_NAMES: { readonly [form: string]: string } = {
  json_schema: marked('a JSON Schema'),
  tools: marked('the schema of a tool'),
  json_object: marked('a JSON object'),
  none: marked('plain text'),
};

function formLines({ forms }: Probe, id: string): readonly string[] {
  const [last] = forms.slice(-1);
  if (!last) return ['Whether its answers keep to a form is not known.'];
  const [form, support] = last;
  if (support === 'enforced') return [`Its answers keep to ${FORM_NAMES[form]}.`];
  const strict = forms.find(([one]) => one === 'json_schema' || one === 'tools');
  const isIgnored = strict?.[1] === 'ignored';
  const why = !strict ? [] : [strict[1] === 'refused' ? 'It does not support JSON Schema.' : 'It accepts a JSON Schema and ignores it.'];
  if (support === 'followed')
    return [
      ...why,
      `As ${FORM_NAMES[form]}, with the schema in the prompt, it follows it.`,
      ...(isIgnored ? [`Write schema: ${form === 'none' ? 'text' : form} at the model '${id}'.`] : []),
    ];
  return [
    ...why,
    'Its answers did not keep to the form, even with the form in the prompt. Many turns will have no effect: use another model.',
  ];
}

const nameLine = ({ models }: Probe, name: string): readonly string[] =>
  models === null || models.includes(name) ? [] : [`The server does not list ${name} among its models, but answers under that name.`];

function offeredLine(models: readonly string[] | null): string | null {
  if (models === null || models.length === 0) return null;
  const some = models.slice(0, 8).map((name) => quotable(name));
  const more = models.length - some.length;
  return more > 0 ? `The server offers ${some.join(', ')} and ${more} more.` : `The server offers ${some.join(', ')}.`;
}

function priceLine(price: Price | null): string {
  if (price === null) return 'Its price is not known. Write it under price: to get forecasts in money.';
  if (price.from === 'local' || price.from === 'free') return 'It costs nothing.';
  const read = price.source === null ? '' : ` (${price.source}, ${price.date})`;
  return `It costs ${price.input} ${price.currency} per million tokens of prompts and ${price.output} of answers${read}.`;
}

async function testEditor(
  id: string,
  spec: Extract<ModelSpec, { kind: 'editor' }>,
  { editor, now }: ModelTestPorts,
  token: CancellationToken,
): Promise<ModelTest> {
  if (!editor) return { id, ok: false, code: 'no-editor', lines: ['Models of the editor can be tested only in the editor.'] };
  const opened = await editor(id, spec);
  if (!opened.ok) return { id, ok: false, code: opened.code, lines: [opened.message] };
  const { askOnce, hasWord } = await probing();
  const began = now();
  const told = await askOnce(opened.mind, token);
  if ('fault' in told) return { id, ok: false, code: told.fault.code, lines: [told.fault.message] };
  const form = hasWord(told.text)
    ? 'With the schema in the prompt, it follows it.'
    : 'Its answers did not keep to the form. Many turns may have no effect: use another model.';
  const lines = [`${opened.mind.model} answers through the editor in ${Math.round(now() - began)} ms.`, form];
  return { id, ok: true, code: 'answers', lines: [...lines, priceLine(priceOf(spec))] };
}
