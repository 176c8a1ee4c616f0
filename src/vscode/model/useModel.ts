/** *Use a Model…*: adds a language model to the file and uses it in a scenario. */
import * as vscode from 'vscode';
import type { LocalModel } from '../../minds/index.js';
import type { Preset } from '../../minds/trust/index.js';
import { toRange, toWorkspaceEdit } from '../window/convert.js';
import { askForKey, keyReference } from './keyCommands.js';
import type { Keys } from './keys.js';
import type { LanguageHost } from '../language/host.js';
import { addModel, freeId, type ModelTexts, type NewModel, type NewOther, setPersonModel, setScenarioModel } from './edit.js';
import type { SmallModel } from '../../node/smallModels.js';
import { editorModels } from './access.js';
import { costWords, limitWords, type SmallServer, smallServerUrl, startSmallServer } from './smallModels.js';
import { environment } from '../../node/platform.js';

const { t } = vscode.l10n;

type Choice = vscode.QuickPickItem &
  (
    | { readonly does: 'known'; readonly id: string }
    | { readonly does: 'preset'; readonly preset: Preset }
    | { readonly does: 'local'; readonly found: LocalModel }
    | { readonly does: 'small'; readonly server: SmallServer }
    | { readonly does: 'other'; readonly of: NewOther['kind']; readonly name?: string }
    | { readonly does: 'none' }
  );

export async function useModel(uri: vscode.Uri, language: LanguageHost, keys: Keys): Promise<void> {
  const file = await (await language.service()).resolve(uri.toString());
  const scenario = await chooseScenario(file);
  if (scenario === undefined) return;
  const choice = await vscode.window.showQuickPick(offered(file), {
    title: t('Use a Model'),
    placeHolder: t('Choose the model of “{0}”. Nothing is sent before you run it.', scenario),
    matchOnDescription: true,
  });
  if (!choice || choice.does === 'none') return;
  if (choice.does === 'known') return void (await write(uri, [setScenarioModel(file, scenario, choice.id)]));
  if (choice.does === 'other' && choice.of === 'human') return playPerson(uri, file);
  const model = await newModel(file, choice, keys);
  if (!model) return;
  const isWritten = await write(uri, [addModel(file, model), setScenarioModel(file, scenario, model.id)]);
  if (isWritten && choice.does === 'small') void serve(choice.server, uri, scenario);
}

/** The entry of the choice; null if the user cancels. */
async function newModel(file: ModelTexts, choice: NewChoice, keys: Keys): Promise<NewModel | null> {
  switch (choice.does) {
    case 'preset':
      return describe(file, choice.preset, keys);
    case 'local':
      return ofLocal(file, choice.found);
    case 'small':
      return ofSmall(file, choice.server);
    default:
      return { id: freeId(file, choice.of), kind: choice.of, ...(choice.name === undefined ? {} : { name: choice.name }) };
  }
}

/** Starts the server of a very small model, and offers to run the scenario after it answers. */
async function serve(server: SmallServer, uri: vscode.Uri, scenario: string): Promise<void> {
  if (!(await startSmallServer(server))) return;
  const run = t('Run');
  const words = t('{0} answers. Its server stops when you close the terminal.', server.model.title);
  const chosen = await vscode.window.showInformationMessage(words, run);
  if (chosen === run) await vscode.commands.executeCommand('society.run', uri, scenario);
}

/** The user plays one of the people: adds a model of the kind `human`, and the `model:` of that persona. */
async function playPerson(uri: vscode.Uri, file: ModelTexts): Promise<void> {
  const people = Object.entries(file.society.personas ?? {}).map(([id, { name }]) => ({ label: id, description: name ?? '' }));
  const person = await vscode.window.showQuickPick(people, { title: t('Use a Model'), placeHolder: t('Which person do you play?') });
  if (!person) return;
  const known = Object.entries(file.society.models ?? {}).find(([, { kind }]) => kind === 'human')?.[0];
  const id = known ?? freeId(file, 'me');
  const edits = known === undefined ? [addModel(file, { id, kind: 'human' })] : [];
  await write(uri, [...edits, setPersonModel(file, person.label, id)]);
}

async function chooseScenario({ society }: ModelTexts): Promise<string | undefined> {
  const ids = Object.keys(society.scenarios ?? {});
  if (ids.length > 1) return vscode.window.showQuickPick(ids, { title: t('Use a Model'), placeHolder: t('In which scenario?') });
  if (ids.length === 0) void vscode.window.showInformationMessage(t('This file has no scenario yet. Add one under scenarios: first.'));
  return ids[0];
}

/** Choices that add a model to the file. */
type NewChoice = Extract<Choice, { does: 'preset' | 'local' | 'small' | 'other' }>;

/** All choices; servers on this machine are asked for their models now, and not before. */
async function offered(file: ModelTexts): Promise<readonly Choice[]> {
  const [{ localServers, presets }, { readSmallModels }] = await Promise.all([
    import('../../minds/index.js'),
    import('../../node/smallModels.js'),
  ]);
  const { findLocalModels, SMALL_PORTS } = await localServers();
  const [found, small, ofTheEditor] = await Promise.all([findLocalModels(), readSmallModels(), soon(editorModels())]);
  const port = SMALL_PORTS.find((one) => !found.some(({ baseUrl }) => baseUrl === smallServerUrl({ port: one })));
  const installed = small?.models ?? [];
  const idle = installed.filter(({ name }) => !found.some((one) => one.small && one.name === name));
  const servers = small && port !== undefined ? idle.map((model): SmallServer => ({ model, project: small.project, port })) : [];
  return choices(file, presets, { found, installed, servers, ofTheEditor });
}

interface Found {
  readonly found: readonly LocalModel[];
  /** The very small models of this machine, and the servers of those that do not answer now. */
  readonly installed: readonly SmallModel[];
  readonly servers: readonly SmallServer[];
  readonly ofTheEditor: readonly vscode.LanguageModelChat[];
}

function choices(
  { society }: ModelTexts,
  presets: readonly Preset[],
  { found, installed, servers, ofTheEditor }: Found,
): readonly Choice[] {
  const heading = (label: string): Choice => ({ label, kind: vscode.QuickPickItemKind.Separator, does: 'none' });
  const models = Object.entries(society.models ?? {}).map(
    ([id, model]): Choice => ({ label: id, description: 'name' in model ? (model.name ?? '') : model.kind, does: 'known', id }),
  );
  const other: Preset = {
    ...{ id: 'model', label: t('Another OpenAI-compatible address…'), baseUrl: null, origin: null, env: null },
    ...{ address: 'https://api.example.com/v1', model: 'gpt-5-mini' },
  };
  return [
    ...(models.length > 0 ? [heading(t('in this file')), ...models] : []),
    ...(found.length > 0 ? [heading(t('on this machine now, free')), ...found.map((one) => ofServer(one, installed))] : []),
    ...(servers.length > 0 ? [heading(t('installed, free')), ...servers.map(ofIdle)] : []),
    heading(t('on this machine, no key')),
    ...presets.filter(isHere).map(offer),
    heading(t('in the cloud, with a key')),
    ...[...presets.filter((preset) => !isHere(preset)), other].map(offer),
    ...(ofTheEditor.length > 0 ? [heading(t('offered by the editor')), ...ofTheEditor.map(ofEditor)] : []),
    heading(t('without a language model')),
    { label: t('Built-in mind'), description: t('rule-based, no key, the same on every machine'), does: 'known', id: 'builtin' },
    { label: t('Random mind'), description: t('a null model for comparison'), does: 'known', id: 'random' },
    { label: t('You'), description: t('play one of the people, in this window'), does: 'other', of: 'human' },
  ];
}

const isHere = ({ origin }: Preset): boolean => origin?.startsWith('http://localhost') ?? false;
/** Milliseconds that the list waits for the models of the editor. */
const PATIENCE = 1500;

const soon = <T>(found: Promise<readonly T[]>): Promise<readonly T[]> =>
  Promise.race([found, new Promise<readonly T[]>((resolve) => setTimeout(resolve, PATIENCE, []))]);

const ofEditor = ({ name, vendor, family, id }: vscode.LanguageModelChat): Choice => ({
  ...{ label: name, description: `${vendor} · ${family}`, does: 'other', of: 'editor', name: id },
});
/** A model of a server that answers. Names with other than plain characters are never found, so a label has no symbols. */
const ofServer = (found: LocalModel, installed: readonly SmallModel[]): Choice => {
  const model = found.small ? installed.find(({ name }) => name === found.name) : undefined;
  const words = model ? costWords(model) : `${contextWords(found)} · ${t('on this machine, free')}`;
  return {
    ...{ label: found.name, description: `${found.server} · ${words}`, does: 'local', found },
    ...(found.small ? { detail: limitWords() } : {}),
  };
};

const ofIdle = (server: SmallServer): Choice => ({
  ...{ label: server.model.title, description: costWords(server.model), detail: limitWords(), does: 'small', server },
});

function contextWords({ context, longest }: LocalModel): string {
  if (context !== null) return t('context of {0} tokens', context);
  return longest === null ? t('context unknown') : t('context of up to {0} tokens', longest);
}

const LOCAL_IDS: { readonly [server in LocalModel['server']]: string } = {
  ...{ Ollama: 'ollama', 'LM Studio': 'lm_studio', 'llama.cpp': 'llama_cpp', vLLM: 'vllm', 'OpenAI-compatible server': 'model' },
};

/** The entry for a model of a server on this machine. Its context is written only if the server says what it is now. */
const ofLocal = (file: ModelTexts, { server, baseUrl, name, context }: LocalModel): NewModel => ({
  ...{ id: freeId(file, LOCAL_IDS[server]), baseUrl, name, key: null, context },
});

/** The entry for a model of `npm run models`, at the port where its server is started. */
const ofSmall = (file: ModelTexts, server: SmallServer): NewModel => ({
  ...{ id: freeId(file, server.model.name), baseUrl: smallServerUrl(server), name: server.model.name, key: null },
  context: server.model.context,
});

const offer = (preset: Preset): Choice => ({ label: preset.label, description: preset.baseUrl ?? '', does: 'preset', preset });

async function describe(file: ModelTexts, preset: Preset, keys: Keys): Promise<NewModel | null> {
  const title = t('Use a Model: {0}', preset.label.replace(/…$/, ''));
  const { originOf, isLocal } = await import('../../minds/trust/index.js');
  const baseUrl = preset.baseUrl ?? (await askForAddress(title, preset.address, originOf));
  if (baseUrl === undefined) return null;
  const prompt = t('Name of the model on the server.');
  const name = (await vscode.window.showInputBox({ title, prompt, placeHolder: preset.model, ignoreFocusOut: true }))?.trim();
  if (!name) return null;
  const origin = originOf(baseUrl) ?? '';
  const key = isLocal(origin) ? null : await keyFor(preset, origin, keys);
  return key === undefined ? null : { id: freeId(file, preset.id), baseUrl, name, key };
}

/** The preset's variable if it is set, a stored key for the address, or a new key; undefined if the user cancels. */
async function keyFor(preset: Preset, origin: string, keys: Keys): Promise<string | undefined> {
  if (preset.env !== null && (environment(preset.env) ?? '') !== '') return `$(env('${preset.env}'))`;
  for (const name of keys.names) if ((await keys.vault.get(name))?.origin === origin) return keyReference(name);
  const name = await askForKey(keys, { name: preset.id, origin });
  return name === null ? undefined : keyReference(name);
}

const askForAddress = (title: string, placeHolder: string, originOf: (address: string) => string | null): Thenable<string | undefined> =>
  vscode.window.showInputBox({
    title,
    prompt: t('Address of the server, including /v1.'),
    placeHolder,
    ignoreFocusOut: true,
    validateInput: (text) => (originOf(text) === null ? t('Enter the full address, for example https://api.example.com/v1.') : undefined),
  });

/** Resolves with false if the file cannot be edited safely. */
async function write(uri: vscode.Uri, edits: readonly ReturnType<typeof addModel>[]): Promise<boolean> {
  const known = edits.flatMap((edit) => edit ?? []);
  if (known.length < edits.length) {
    void vscode.window.showWarningMessage(t('This file cannot be edited safely. Add the model manually under models: and model:.'));
    return false;
  }
  await vscode.workspace.applyEdit(toWorkspaceEdit(uri, known));
  const [first] = known;
  if (first) await vscode.window.showTextDocument(uri, { selection: toRange({ start: first.range.start, end: first.range.start }) });
  return true;
}
