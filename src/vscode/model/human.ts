/** A person plays an agent in the editor: a read-only document shows what the agent sees, lists and input boxes take the answer. */
import { translated } from '../../core/util/recordedText.js';
import * as vscode from 'vscode';
import type { CancellationToken } from '../../core/util/lifecycle.js';
import type { Json } from '../../core/util/json.js';
import type { AskPerson, Choice, PersonPort, Step } from '../../minds/index.js';

const { t } = vscode.l10n;

/** Scheme of the documents that show what an agent sees. */
const SCHEME = 'society-person';

/** Asks a person in this window. Resources are created with the first question. */
export function personInEditor(): AskPerson {
  let ask: Promise<AskPerson> | undefined;
  return async (question, token) => {
    ask ??= open();
    return (await ask)(question, token);
  };
}

async function open(): Promise<AskPerson> {
  const { personForm, personText } = await import('../../minds/index.js');
  const form = personForm(port);
  return async (question, token) => {
    await views.show(question.agent ?? 'outside', personText(question));
    return form(question, token);
  };
}

/** One read-only document for each agent, with the text of its last question. */
const views = {
  texts: new Map<string, string>(),
  changed: new vscode.EventEmitter<vscode.Uri>(),
  provider: null as vscode.Disposable | null,

  async show(agent: string, text: string): Promise<void> {
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${agent}.md` });
    views.provider ??= vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: views.changed.event,
      provideTextDocumentContent: ({ path }) => views.texts.get(path) ?? '',
    });
    views.texts.set(uri.path, text);
    views.changed.fire(uri);
    await vscode.window.showTextDocument(uri, { preview: true, preserveFocus: true });
  },
};

/** Disposes the resources for these documents. */
export function disposePeople(): void {
  views.provider?.dispose();
  views.provider = null;
  views.texts.clear();
}

interface Item extends vscode.QuickPickItem {
  readonly value: Json;
  /** The item that leaves the value out. */
  readonly none?: true;
}

const port: PersonPort = {
  async pick(step, choices, most, optional) {
    const many = most > 1;
    const items = [...choices.map(item), ...(optional && !many ? [{ label: t('leave out'), value: null, none: true } as const] : [])];
    const picked = await pick(step, items, many);
    return picked && picked.length <= most ? picked.filter(({ none }) => !none).map(({ value }) => value) : undefined;
  },
  async write(step, wrong) {
    const { title, hint, token } = step;
    return withToken(token, async (own) =>
      vscode.window.showInputBox(
        {
          title,
          ignoreFocusOut: true,
          ...(hint === '' ? {} : { prompt: hint }),
          validateInput: (text) => translated(wrong(text) ?? '') || undefined,
        },
        own,
      ),
    );
  },
};

const item = ({ label, detail, value }: Choice): Item => ({ label, value, ...(detail === undefined ? {} : { detail }) });

/** A list that stays open when the window loses focus. If the user hides it, the question closes. */
function pick({ title, hint, token }: Step, items: readonly Item[], many: boolean): Promise<readonly Item[] | undefined> {
  const list = vscode.window.createQuickPick<Item>();
  Object.assign(list, { title, placeholder: hint, items, canSelectMany: many, ignoreFocusOut: true, matchOnDetail: true });
  return new Promise((resolve) => {
    const parts = [
      list.onDidAccept(() => end(many ? list.selectedItems : list.activeItems.slice(0, 1))),
      list.onDidHide(() => end(undefined)),
      token.onCancellationRequested(() => end(undefined)),
    ];
    const end = (picked: readonly Item[] | undefined): void => {
      resolve(picked);
      for (const part of parts) part.dispose();
      list.dispose();
    };
    list.show();
  });
}

/** Converts our cancellation token to a token of the editor. */
async function withToken<T>(token: CancellationToken, work: (own: vscode.CancellationToken) => Promise<T>): Promise<T> {
  const source = new vscode.CancellationTokenSource();
  const listener = token.onCancellationRequested(() => source.cancel());
  try {
    return await work(source.token);
  } finally {
    listener.dispose();
    source.dispose();
  }
}
