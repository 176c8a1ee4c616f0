/** What would have come of a change, and how far an edit reaches: who is asked for it, what of it is kept, and what is said beforehand. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { neverCancelled } from '../../../src/core/util/lifecycle.js';
import type { Mind } from '../../../src/engine/index.js';
import { createLanguageService } from '../../../src/language/index.js';
import { nodeTextFiles } from '../../../src/node/ports.js';
import {
  forkSeq,
  LiveRun,
  loadEdited,
  loadModel,
  makeMinds,
  type MindAccessPorts,
  openRecorded,
  type RecordedRun,
  replay,
  sourceName,
  type WhatIfHost,
} from '../../../src/runs/index.js';
import { Ledger, NOTHING } from '../../../src/minds/index.js';
import { spentOnAnswers } from '../../../src/runs/setup/spentByQuestion.js';
import { forkReach, keepWhatIf, whatIf } from '../../../src/runs/pastRoom.js';
import { MAIN, type Memory, memoryFiles, study } from '../../support/forks.js';
import { lively } from '../../support/societies.js';

const CREATED = '2026-01-01T00:00:00Z';

const hostOf = (access: MindAccessPorts): WhatIfHost => ({ access, created: CREATED, token: neverCancelled, ledger: new Ledger() });

/** The study with a model of the editor, which a host can count. */
const spoken = (interest = 'jazz'): string =>
  study(interest)
    .replace('personas:', 'models: { small: { kind: editor, name: small } }\npersonas:')
    .replace('seed: 3', 'seed: 3, model: small');

interface Counted {
  readonly access: MindAccessPorts;
  /** Questions that were asked, by what makes an answer fit. */
  readonly asked: string[];
}

function counted(): Counted {
  const asked: string[] = [];
  const ask: Mind['ask'] = async (question) => {
    asked.push(`${question.hash} ${question.occurrence}`);
    const { value } = lively.ask(question, neverCancelled) as { value: unknown };
    return { text: JSON.stringify(value), usage: { input: 100, output: 20 } };
  };
  const editor: MindAccessPorts['editor'] = (id) =>
    Promise.resolve({ ok: true, mind: { id, kind: 'editor', model: 'small', prose: true, ask } });
  return { asked, access: { trusted: true, env: () => undefined, vault: { get: () => Promise.resolve(null) }, allowedEnv: {}, editor } };
}

const language = createLanguageService(nodeTextFiles(join(process.cwd(), 'library')));

async function opened(files: Memory): Promise<RecordedRun> {
  const found = await openRecorded(files);
  assert.ok(found.ok, found.ok ? '' : found.message);
  return found.run;
}

/** A run that was stopped after a round, or has ended. */
async function runTo(text: string, round: number, access: MindAccessPorts): Promise<RecordedRun> {
  language.set(MAIN, text);
  const loaded = await loadModel(language, MAIN);
  assert.ok(loaded.ok, JSON.stringify(loaded.problems));
  const { model, resolved } = loaded;
  const made = await makeMinds(resolved.society, model, access, { resolved });
  assert.ok(made.ok);
  const sources = resolved.sources.map((source) => ({ uri: sourceName(MAIN, source.uri), text: source.text }));
  const files = memoryFiles();
  const live = new LiveRun({ id: 'parent', model, minds: made.minds, sources, files, created: CREATED });
  live.timeline.onCommit((events) => events.some((event) => event.type === 'round.ended' && event.round === round) && live.stop());
  await live.run();
  return opened(files);
}

const TIE = { kind: 'tie', network: 'friendship', from: 'ada', to: 'ben', value: 0.9 } as const;

describe('the try-out of a change', () => {
  it('asks nothing twice: not what the run has answers for, and not what both courses ask', async () => {
    const { asked, access } = counted();
    const parent = await runTo(spoken(), 1, access);
    assert.equal(parent.manifest.state, 'stopped');
    const before = new Set(asked);
    const rounds: string[] = [];
    const tell = (side: string, round: number): void => void rounds.push(`${side} ${round}`);
    const ledger = new Ledger();
    ledger.begin({ ...NOTHING, calls: 7 });
    const made = await whatIf(parent, { at: { round: 1 }, set: [TIE] }, { ...hostOf(access), ledger, tell });
    assert.ok(made.ok, made.ok ? '' : made.message);
    assert.deepEqual(rounds, ['without 2', 'without 3', 'with 2', 'with 3']);
    assert.ok(asked.length > before.size, 'an agent was asked');
    assert.equal(new Set(asked).size, asked.length, 'nobody was asked twice');
    assert.equal(made.comparison.runs.a.rounds, 3);
    assert.equal(made.comparison.overrides.b.length, 1);
    assert.ok(made.comparison.answers.b.reused > 0, 'answers were taken again');
    const kept = memoryFiles();
    await keepWhatIf(made.files, kept, 'kept');
    const run = await opened(kept);
    assert.equal(run.manifest.id, 'kept');
    assert.ok(replay(run).ok);
    assert.equal(ledger.spent.calls, 7 + asked.length - before.size, 'the parent has paid for both courses');
    assert.equal(made.comparison.cost.b.calls, made.comparison.answers.b.fresh, 'what the parent has spent before is not of it');
    assert.deepEqual([...ledger.by('purpose').keys()], ['what if']);
    assert.deepEqual(run.calls, []);
    assert.deepEqual(spentOnAnswers(run.resolved.society, run.answers), NOTHING, 'what is kept was not paid for once more');
  });

  it('sends nothing beyond the budget of the run', async () => {
    const { asked, access } = counted();
    const parent = await runTo(spoken(), 1, access);
    const { length } = asked;
    const made = await whatIf(parent, { at: { round: 1 }, set: [TIE] }, { ...hostOf(access), ledger: new Ledger({ calls: 2 }) });
    assert.match(made.ok ? '' : made.message, /budget is reached/);
    assert.equal(asked.length - length, 2);
  });

  it('ends when it is cancelled, and explains a fault', async () => {
    const { access } = counted();
    const parent = await runTo(spoken(), 9, access);
    const host = hostOf(access);
    const made = await whatIf(parent, { at: { round: 1 }, set: [TIE], rounds: 1 }, host);
    assert.ok(made.ok);
    assert.deepEqual([made.comparison.runs.a.rounds, made.comparison.runs.b.rounds], [2, 2]);
    const end = forkSeq(parent.events, { round: 2 }) as number;
    const refused = await whatIf(parent, { at: { seq: end }, set: [{ ...TIE, value: 7 }] }, host);
    assert.match(refused.ok ? '' : refused.message, /from 0 to 1/);
    const nothing = await whatIf(parent, { at: { seq: end } }, host);
    assert.match(nothing.ok ? '' : nothing.message, /nothing would be different/);
  });
});

describe('how far an edit reaches after a fork', () => {
  it('counts the questions after the moment, by agent, and what they take', async () => {
    const { access, asked } = counted();
    const parent = await runTo(spoken(), 9, access);
    const { length } = asked;
    const reachAt = async (text: string, round: number): Promise<ReturnType<typeof forkReach>> => {
      language.set(MAIN, text);
      const edit = await loadEdited(language, MAIN, parent);
      assert.ok(edit.ok);
      return forkReach(parent, { at: { round }, file: edit.file });
    };
    const [all, late] = [await reachAt(spoken('opera'), 0), await reachAt(spoken('opera'), 2)];
    assert.ok(all.ok && late.ok);
    assert.ok(late.reach.changed > 0 && late.reach.changed < all.reach.changed);
    assert.ok(late.reach.byAgent.some(([agent]) => agent === 'ada'));
    assert.match(late.reach.lines[0]!, new RegExp(`^${late.reach.changed} of ${late.reach.questions} questions are asked in other words`));
    // Each answer took 120 tokens.
    const tokens = Number(/about ([\d ]+) tokens/.exec(late.reach.lines[1]!)?.[1]?.replaceAll(' ', ''));
    assert.ok(Math.abs(tokens - late.reach.changed * 120) <= 10, late.reach.lines[1]);
    const same = await reachAt(spoken(), 0);
    assert.ok(!same.ok && same.same);
    assert.match(same.message, /has not changed since the run was made/);
    const more = await reachAt(spoken().replace('  ben:', '  dee: { name: Dee }\n  ben:'), 2);
    assert.ok(!more.ok && !more.same);
    assert.match(more.message, /other agents than the run/);
    assert.equal(asked.length, length, 'nobody was asked');
  });

  it('reports changed memories, which the count does not include', async () => {
    const { access } = counted();
    const parent = await runTo(study(), 9, access);
    language.set(MAIN, study().replace('The oven is old.', 'The oven is new.'));
    const edit = await loadEdited(language, MAIN, parent);
    assert.ok(edit.ok);
    const reached = forkReach(parent, { at: { round: 1 }, file: edit.file });
    assert.ok(reached.ok);
    assert.match(reached.reach.lines[0]!, /^The memories of ada are changed/);
  });

  it('reports zero cost where no language model answers', async () => {
    const { access } = counted();
    const parent = await runTo(study(), 9, access);
    language.set(MAIN, study('opera'));
    const edit = await loadEdited(language, MAIN, parent);
    assert.ok(edit.ok);
    const reached = forkReach(parent, { at: { round: 1 }, file: edit.file });
    assert.ok(reached.ok && reached.reach.lines.some((line) => /^No cost/.test(line)));
  });
});
