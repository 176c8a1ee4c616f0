/** A run that is held by a debugger, and released by the session that stops. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Pacer } from '../../../src/vscode/run/pacer.js';

describe('the pacer of a run', () => {
  it('does not wait where no debugger holds the run and no round is paced', () => {
    const pacer = new Pacer(0);
    pacer.roundEnded();
    assert.equal(pacer.pause(), undefined);
  });

  it('holds the run as long as the debugger does', async () => {
    const pacer = new Pacer(0);
    let open = (): void => {};
    const held = new Promise<void>((done) => (open = done));
    pacer.hold = () => held;
    let isOn = false;
    const waiting = pacer.pause()!.then(() => (isOn = true));
    await Promise.resolve();
    assert.equal(isOn, false);
    open();
    await waiting;
    pacer.hold = null;
    assert.equal(pacer.pause(), undefined);
  });

  it('stays held by a debugger that replaces one that left the run stopped', async () => {
    const pacer = new Pacer(0);
    pacer.hold = () => new Promise<void>(() => {});
    let isOn = false;
    const waiting = pacer.pause()!.then(() => (isOn = true));
    let open = (): void => {};
    const held = new Promise<void>((done) => (open = done));
    pacer.hold = () => held;
    for (let i = 0; i < 5; i++) await Promise.resolve();
    assert.equal(isOn, false);
    open();
    await waiting;
  });

  it('reports when a debugger holds the run, and when it releases it', async () => {
    const pacer = new Pacer(0);
    const said: boolean[] = [];
    pacer.onHold = () => said.push(pacer.isHeld);
    assert.equal(pacer.pause(), undefined);
    assert.deepEqual(said, []);
    let open = (): void => {};
    const held = new Promise<void>((done) => (open = done));
    pacer.hold = () => held;
    const waiting = pacer.pause();
    assert.deepEqual([pacer.isHeld, said], [true, [true]]);
    open();
    await waiting;
    assert.deepEqual([pacer.isHeld, said], [false, [true, false]]);
  });

  it('releases a held run permanently where it is stopped', async () => {
    const pacer = new Pacer(0);
    pacer.hold = () => new Promise<void>(() => {});
    const waiting = pacer.pause();
    pacer.release();
    await waiting;
    assert.equal(pacer.pause(), undefined);
  });
});
