/** *Society: Preregister…* and *Society: Show Deviations from Preregistration*. */
import { errorText } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import type { AuthorWords } from '../../runs/index.js';
import type { LanguageHost } from '../language/host.js';
import { rooms } from '../window/rooms.js';
import { textOf } from './reports.js';
import { basename } from '../../node/paths.js';
import { keepsRuns, pathOf, uriOf } from '../window/paths.js';

const { t } = vscode.l10n;

/** Folders that can have runs of a file, besides its own. */
const rootsOf = (uri: vscode.Uri, storage: vscode.Uri): readonly string[] =>
  [vscode.workspace.getWorkspaceFolder(uri)?.uri, storage].flatMap((folder) => (folder ? [pathOf(folder)] : []));

/** Freezes what the file, or a scenario or experiment of it, claims and plays. Without `given`, the user chooses. */
export async function preregister(uri: vscode.Uri, language: LanguageHost, storage: vscode.Uri, given?: string): Promise<void> {
  try {
    const document = vscode.workspace.textDocuments.find((one) => one.uri.toString() === uri.toString());
    if (!keepsRuns(uri) || (document?.isDirty && !(await document.save())))
      throw new Error(t('Save the file first. A preregistration is stored next to it.'));
    const study = given === undefined ? await chooseStudy(uri, language) : { id: given === '' ? null : given };
    if (!study) return;
    const author = await askAuthor(uri, language, study.id);
    if (author) await writeRegistration(uri, language, { study: study.id, author, storage });
  } catch (error) {
    void vscode.window.showErrorMessage(t('The study could not be preregistered: {0}', errorText(error)));
  }
}

/** The whole file, or a scenario or experiment that makes a claim. */
async function chooseStudy(uri: vscode.Uri, language: LanguageHost): Promise<{ readonly id: string | null } | undefined> {
  const { claimsIn } = await (await rooms.runs()).claimsRoom();
  const claims = await claimsIn(await language.service(), uri.toString());
  const ids = [...new Set(claims.map(({ id }) => id.split('.')[0]!))];
  if (ids.length < 2) return { id: null };
  const items = [{ label: t('All Claims of the File'), id: null }, ...ids.map((id) => ({ label: id, id }))];
  return vscode.window.showQuickPick(items, { title: t('Preregister'), placeHolder: t('Which study?') });
}

/** Asks for what the file does not say. The claims, seeds and the stopping rule are filled in from the file. Null if the user cancels. */
async function askAuthor(uri: vscode.Uri, language: LanguageHost, study: string | null): Promise<AuthorWords | null> {
  const { authorOf, draftOf, registeredFile } = await (await rooms.runs()).preregistrationRoom();
  const draft = draftOf(await registeredFile(await language.service(), uri.toString(), study));
  const parts = [
    { id: 'question', title: t('Question of the Study'), prompt: t('What do you want to find out? You can leave it empty.'), value: '' },
    {
      id: 'expected',
      title: t('Expected Results'),
      prompt: t('These are the claims of the file. You can write what you expect, such as the direction and size of a difference.'),
      value: draft.hypotheses,
    },
    {
      id: 'stopping',
      title: t('Number of Runs and Stopping Rule'),
      prompt: t('{0} When are no more runs played?', draft.runs),
      value: draft.stopping,
    },
    {
      id: 'exclusions',
      title: t('Exclusions'),
      prompt: t(
        'Runs that do not end and runs without a value are left out. Write other rules, separated by semicolons, or leave it empty.',
      ),
      value: '',
    },
  ] as const;
  const answers = { question: '', expected: '', stopping: '', exclusions: '' };
  for (const [i, { id, title, prompt, value }] of parts.entries()) {
    const step = t('{0} ({1} of {2})', title, i + 1, parts.length);
    const answer = await vscode.window.showInputBox({ title: step, prompt, value, ignoreFocusOut: true });
    if (answer === undefined) return null;
    answers[id] = answer;
  }
  return authorOf(draft, answers);
}

interface Registering {
  readonly study: string | null;
  readonly author: AuthorWords;
  readonly storage: vscode.Uri;
}

async function writeRegistration(uri: vscode.Uri, language: LanguageHost, { study, author, storage }: Registering): Promise<void> {
  const { register, registrationBase, registrationJson, registrationMarkdown, RunsExist } = await (
    await rooms.runs()
  ).preregistrationRoom();
  const [json, text] = ['json', 'md'].map((ending) => uriOf(`${registrationBase(pathOf(uri), study)}.${ending}`));
  if ((await textOf(json!)) !== null)
    throw new Error(t('{0} already exists, and a preregistration is never overwritten.', vscode.workspace.asRelativePath(json!)));
  const request = { uri: uri.toString(), study, author, date: new Date().toISOString(), roots: rootsOf(uri, storage) };
  const service = await language.service();
  const registration = await register(service, { ...request, despiteRuns: null }).catch(async (error: unknown) => {
    if (!(error instanceof RunsExist)) throw error;
    const prompt = t('{0} Why is it registered now?', error.message);
    const despiteRuns = await vscode.window.showInputBox({ title: t('This Study Has Runs'), prompt, ignoreFocusOut: true });
    return despiteRuns === undefined || despiteRuns.trim() === '' ? null : register(service, { ...request, despiteRuns });
  });
  if (registration === null) return;
  await vscode.workspace.fs.writeFile(json!, new TextEncoder().encode(registrationJson(registration)));
  await vscode.workspace.fs.writeFile(text!, new TextEncoder().encode(registrationMarkdown(registration)));
  await vscode.window.showTextDocument(text!);
  void vscode.window.showInformationMessage(
    t(
      '{0} claims were preregistered. Put both files into version control, or into a public registry, before the first run.',
      registration.claims.length,
    ),
  );
}

/** Opens the report of deviations from a preregistration next to the file. */
export async function showDeviations(uri: vscode.Uri, language: LanguageHost, storage: vscode.Uri): Promise<void> {
  try {
    const folder = vscode.Uri.joinPath(uri, '..');
    const start = `${basename(pathOf(uri)).replace(/\.society$/, '')}.`;
    const names = (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name).sort();
    const all = names.filter((name) => name.startsWith(start) && name.endsWith('preregistration.json'));
    if (all.length === 0) throw new Error(t('There is no preregistration next to this file.'));
    const name = all.length === 1 ? all[0] : await vscode.window.showQuickPick(all, { title: t('Which preregistration?') });
    if (name === undefined) return;
    const { deviationsFrom, deviationsMarkdown, readRegistration } = await (await rooms.runs()).preregistrationRoom();
    const registration = readRegistration((await textOf(vscode.Uri.joinPath(folder, name))) ?? '');
    const found = await deviationsFrom(await language.service(), uri.toString(), registration, rootsOf(uri, storage));
    await vscode.window.showTextDocument(
      await vscode.workspace.openTextDocument({ language: 'markdown', content: deviationsMarkdown(found) }),
    );
  } catch (error) {
    void vscode.window.showErrorMessage(t('The deviations could not be shown: {0}', errorText(error)));
  }
}
