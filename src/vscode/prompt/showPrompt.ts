/** *Show Prompt*: as a code lens above each person, as a command at the cursor, and as code lenses in a prompt, for a later round. */
import * as vscode from 'vscode';
import { LANGUAGE, isSociety, type LanguageHost } from '../language/host.js';
import { rooms } from '../window/rooms.js';
import type { PromptDocuments } from './documents.js';
import { peopleOf, type Person, personAt, PROMPT_SCHEME, promptOf, promptUri } from './promptAddress.js';

const { t } = vscode.l10n;

/** The arguments of a caller. A missing agent is found at the cursor. */
interface PromptCall {
  readonly agent?: string | undefined;
  readonly after?: number | undefined;
  readonly wording?: string | undefined;
}

/** Checks the arguments of the command, because any extension can pass them. */
export function promptCall(value: unknown): PromptCall {
  if (typeof value === 'string') return { agent: value };
  if (typeof value !== 'object' || value === null) return {};
  const { agent, after, wording } = value as { readonly [key: string]: unknown };
  return {
    agent: typeof agent === 'string' ? agent : undefined,
    after: typeof after === 'number' ? after : undefined,
    wording: typeof wording === 'string' ? wording : undefined,
  };
}

/** Opens the prompt next to the file, or in place of another prompt. The focus does not move. */
export async function showPrompt(language: LanguageHost, file: vscode.Uri, call: PromptCall): Promise<void> {
  const agent = call.agent ?? (await chooseAgent(language, file));
  if (agent === undefined) return;
  const uri = promptUri({ file, agent, after: call.after ?? 0, wording: call.wording });
  const open = vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === PROMPT_SCHEME);
  const document = await vscode.workspace.openTextDocument(uri);
  const viewColumn = open?.viewColumn ?? vscode.ViewColumn.Beside;
  await vscode.window.showTextDocument(document, { viewColumn, preview: true, preserveFocus: true });
}

/** The person at the cursor, the only one, or one that the user chooses. */
async function chooseAgent(language: LanguageHost, file: vscode.Uri): Promise<string | undefined> {
  const people = await peopleOf(await language.service(), file);
  const editor = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === file.toString() && isSociety(document),
  );
  const here = editor && personAt(people, editor.selection.active);
  if (here) return here.id;
  if (people.length === 0) void vscode.window.showInformationMessage(t('This file has no people. Add one under personas.'));
  if (people.length <= 1) return people[0]?.id;
  const items = people.map(({ id, name }) => ({ label: name, description: id, id }));
  return (await vscode.window.showQuickPick(items, { title: t('Show Prompt'), placeHolder: t('Which agent?') }))?.id;
}

export function registerPromptLenses(language: LanguageHost, prompts: PromptDocuments): vscode.Disposable {
  return vscode.Disposable.from(
    vscode.languages.registerCodeLensProvider(LANGUAGE, personLenses(language)),
    vscode.languages.registerCodeLensProvider({ scheme: PROMPT_SCHEME }, promptLenses(prompts)),
  );
}

/** Maximum number of people with a code lens. Larger files are generated, so their lenses would only cost time. */
const MOST_LENSES = 200;

const personLenses = (language: LanguageHost): vscode.CodeLensProvider => ({
  provideCodeLenses: async ({ uri }, token) => {
    const service = await language.service();
    if (token.isCancellationRequested) return [];
    const people = await peopleOf(service, uri);
    return people.length > MOST_LENSES ? [] : people.map((person) => personLens(uri, person));
  },
});

const personLens = (uri: vscode.Uri, { id, name, selection }: Person): vscode.CodeLens =>
  new vscode.CodeLens(selection, {
    title: t('Show Prompt'),
    tooltip: t('Show the exact text of the next prompt of {0}', name),
    command: 'society.showPrompt',
    arguments: [uri, id],
  });

/** Lenses for round 1 or a later round, and for each wording. */
const promptLenses = (prompts: PromptDocuments): vscode.CodeLensProvider => ({
  onDidChangeCodeLenses: prompts.onDidRender,
  provideCodeLenses: async ({ uri }) => {
    const of = promptOf(uri);
    if (!of) return [];
    const { MOST_ROUNDS } = await rooms.runs();
    const lens = (title: string, call: PromptCall): vscode.CodeLens =>
      new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
        title,
        command: 'society.showPrompt',
        arguments: [of.file, { agent: of.agent, after: of.after, wording: of.wording, ...call }],
      });
    const rounds = of.after > 0 ? lens(t('In Round 1'), { after: 0 }) : lens(t('After {0} Rounds', MOST_ROUNDS), { after: MOST_ROUNDS });
    const others = [undefined, ...prompts.wordings(uri)].filter((wording) => wording !== of.wording);
    const known = prompts.wordings(uri).length > 0 ? others : [];
    return [rounds, ...known.map((wording) => lens(wording === undefined ? t('No Wording') : t('Wording {0}', wording), { wording }))];
  },
});
