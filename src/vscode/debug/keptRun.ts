/** What a debug session can do with a run that is stored in a folder: fork it, play changes, ask its agents. */
import * as vscode from 'vscode';
import { indexOf } from '../../core/events/roster.js';
import type { DebuggedRun } from '../../debug/index.js';
import type { MindAccessPorts, RecordedRun } from '../../runs/index.js';
import { mindAccess } from '../model/access.js';
import { mayAsk, tellUnwritten } from '../moment/interviews.js';
import type { ShownRun } from '../moment/shownRun.js';
import { rooms } from '../window/rooms.js';
import { placeRun } from '../run/launch.js';
import type { Runs } from '../run/runs.js';
import { programOf } from './configuration.js';

const { t } = vscode.l10n;

type Room = typeof import('../../debug/index.js');

export function keptRun(runs: Runs, run: ShownRun, { Refused }: Room): Pick<DebuggedRun, 'kept' | 'minds' | 'paid' | 'whatIf' | 'keep'> {
  const { keys, consent, storage } = runs.ports;
  const { dir, uri, resolved, ledger, book, source } = run;
  const access = (): MindAccessPorts => mindAccess(keys, uri);
  const recorded = async (): Promise<RecordedRun> => {
    const opened = await runs.recorded(dir);
    if (!opened.ok) throw new Refused('unreadable-run', opened.message);
    return opened.run;
  };
  let told = ledger.spent;
  const paid = async (): Promise<void> => {
    if (ledger.spent === told) return;
    told = ledger.spent;
    await run.paid().catch(tellUnwritten);
  };
  const minds: DebuggedRun['minds'] = async (agent, state) => {
    const { makeMinds } = await rooms.runs();
    const made = await makeMinds(resolved.society, source.model, access(), { resolved, ledger, book });
    if (!made.ok) throw new Refused('minds-refused', made.message);
    const index = indexOf(state.roster, agent);
    if (!(await mayAsk(consent, { run, state, index })))
      throw new Refused('not-paid', t('No agent was asked, because you did not allow the calls.'));
    return made.minds;
  };
  const whatIf: DebuggedRun['whatIf'] = async (request, { token, tell }) => {
    const parent = await recorded();
    if (!(await consent.isGiven(uri, { model: source.model, resolved, ledger }, Promise.resolve(null))))
      throw new Refused('not-paid', t('Nothing was run, because you did not allow the calls.'));
    const [{ whatIf: play }, { folderFiles }] = await Promise.all([(await rooms.runs()).pastRoom(), import('../../node/ports.js')]);
    const host = { access: access(), created: new Date().toISOString(), parentFiles: folderFiles(dir), token, ledger, book };
    return play(parent, request, { ...host, ...(tell ? { tell } : {}) }).finally(paid);
  };
  const keep: DebuggedRun['keep'] = async ({ files: played }) => {
    const [{ pastRoom }, { folderFiles }, { manifest }] = await Promise.all([rooms.runs(), import('../../node/ports.js'), recorded()]);
    const place = await placeRun(uri, manifest.scenario, manifest.seed, storage);
    const { keepWhatIf } = await pastRoom();
    await keepWhatIf(played, folderFiles(place.dir), place.id);
    return place.id;
  };
  return { kept: { run: dir, program: programOf(uri) }, minds, paid, whatIf, keep };
}
