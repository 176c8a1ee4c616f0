/** The minds of a model: the built-in and the random one, and whatever its file names and trust allows. */
import type { Mind, Model } from '../engine/index.js';
import type { Society } from '../language/generated/society.js';
import {
  type AllowedEnv,
  builtinMind,
  type OpenaiModelSpec,
  openModel,
  type PhraseBook,
  phraseBook,
  randomMind,
  type SecretVault,
} from '../minds/index.js';

/** What the host grants. */
export interface MindAccessPorts {
  /** False in a workspace that the user has not trusted. */
  readonly trusted: boolean;
  readonly env: (name: string) => string | undefined;
  readonly vault: SecretVault;
  readonly allowedEnv: AllowedEnv;
}

export type Minds =
  | { readonly ok: true; readonly minds: ReadonlyMap<string, Mind> }
  | { readonly ok: false; readonly code: string; readonly at: string; readonly message: string };

/** Makes every mind the model needs, or says which may not or cannot answer. Nothing is sent. */
export async function makeMinds(society: Society, model: Model, ports: MindAccessPorts): Promise<Minds> {
  const minds = new Map<string, Mind>();
  let book: PhraseBook | undefined;
  const phrases = (): PhraseBook => (book ??= phraseBook(society.phrases ?? {}, model.language));
  for (const { id } of model.minds) {
    const spec = society.models?.[id];
    const kind = spec?.kind ?? id;
    if (kind === 'builtin') minds.set(id, { ...builtinMind(phrases()), id });
    else if (kind === 'random') minds.set(id, { ...randomMind(phrases()), id });
    else if (spec?.kind === 'openai') {
      const opened = await openModel({ id, model: spec as OpenaiModelSpec, ...ports });
      if (!opened.ok) return { ok: false, code: opened.code, at: `models.${id}.${opened.field}`, message: opened.message };
      minds.set(id, opened.mind);
    } else return { ok: false, code: 'no-mind', at: spec ? `models.${id}.kind` : 'models', message: missing(id, spec?.kind) };
  }
  return { ok: true, minds };
}

const missing = (id: string, kind: string | undefined): string =>
  kind === undefined
    ? `There is no model \`${id}\`. Write it under \`models:\`, or use \`builtin\` or \`random\`.`
    : `This version has no minds of the kind \`${kind}\` yet. Use \`openai\`, \`builtin\` or \`random\`.`;

/** Who answers, in words, as in `built-in mind (rule-based)`. */
export function mindWords(model: Model): string {
  return model.minds
    .map(({ kind, model: name }) =>
      kind === 'builtin' ? 'built-in mind (rule-based)' : kind === 'random' ? 'random mind (null)' : `${name}`,
    )
    .join(', ');
}
