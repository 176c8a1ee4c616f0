/** The API for other extensions (api.d.ts), over the parts of this one. */
import * as vscode from 'vscode';
import type { SocietyApi, SocietyProblem, SocietyRun } from '../../../api.js';
import type { LanguageHost } from '../language/host.js';
import type { EditorRun } from '../run/run.js';
import type { Runs } from '../run/runs.js';
import { toRange } from './convert.js';
import { uriOf } from './paths.js';
import { rooms } from './rooms.js';

const { t } = vscode.l10n;

/** The one version of the API so far. */
const VERSION = 1;

interface ApiPorts {
  readonly language: LanguageHost;
  readonly runs: Runs;
}

/** The API, made at the first call. Throws for a version that does not exist. */
export function apiOf(ports: ApiPorts): (version: 1) => SocietyApi {
  let made: SocietyApi | null = null;
  return (version) => {
    if (version !== VERSION) throw new Error(t('Society Studio has version {0} of its API, not {1}.', VERSION, String(version)));
    made ??= apiOver(ports);
    return made;
  };
}

function apiOver({ language, runs }: ApiPorts): SocietyApi {
  const shown = new WeakMap<EditorRun, SocietyRun>();
  const publicRun = (run: EditorRun): SocietyRun => {
    const known = shown.get(run) ?? runOver(run);
    shown.set(run, known);
    return known;
  };
  const mapped =
    (event: vscode.Event<EditorRun>): vscode.Event<SocietyRun> =>
    (listener, self, disposables) =>
      event((run) => listener.call(self, publicRun(run)), undefined, disposables);
  return {
    version: VERSION,
    check: (file) => problemsOf(language, file),
    run: async (file, { scenario, seed, rounds, mind, replace } = {}) => {
      const given = Object.fromEntries(
        Object.entries({ scenario, seed, rounds, mind, replace }).filter(([, value]) => value !== undefined),
      );
      const started = await runs.start(file, given);
      if (!started.ok) throw Object.assign(new Error(started.message || t('The run was not started.')), { code: started.code });
      return publicRun(started.run);
    },
    get runs() {
      return runs.live.map(publicRun);
    },
    onDidStartRun: mapped(runs.onDidStart),
    onDidEndRun: mapped(runs.onDidEnd),
  };
}

async function problemsOf(language: LanguageHost, file: vscode.Uri): Promise<readonly SocietyProblem[]> {
  const [service, { loadModel }] = await Promise.all([language.service(), rooms.runs()]);
  const { problems } = await loadModel(service, file.toString());
  return problems.map(({ uri, range, severity, code, message }) => ({
    ...{ file: vscode.Uri.parse(uri), range: toRange(range), severity, code, message },
  }));
}

function runOver(run: EditorRun): SocietyRun {
  const { live, uri, dir, options } = run;
  const { id, model, timeline } = live;
  const command = async (name: 'pause' | 'resume'): Promise<void> => {
    const reply = await run.command({ command: name });
    if (!reply.ok) throw new Error(reply.message);
  };
  return {
    ...{ id, file: uri, folder: uriOf(dir), title: model.title, scenario: model.scenario, seed: model.seed, rounds: model.rounds },
    languageModel: options.languageModel,
    onDidAdvance: run.onDidAdvance,
    done: run.done,
    get state() {
      return run.state;
    },
    get round() {
      return timeline.head.round;
    },
    get events() {
      return timeline.head.seq + 1;
    },
    measures: () => Object.fromEntries(timeline.head.measures.map(({ measure, values }) => [measure, [...values]])),
    pause: () => command('pause'),
    resume: () => command('resume'),
    stop: async () => {
      await run.stop();
    },
  };
}
