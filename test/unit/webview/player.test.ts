import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createPlayer } from '../../../webview/timeline/player.js';

describe('the player', () => {
  let frames: Map<number, (time: number) => void>;
  let last = 0;
  const { requestAnimationFrame, cancelAnimationFrame } = globalThis as Partial<typeof globalThis>;
  beforeEach(() => {
    frames = new Map();
    Object.assign(globalThis, {
      requestAnimationFrame: (tick: (time: number) => void) => {
        frames.set(++last, tick);
        return last;
      },
      cancelAnimationFrame: (frame: number) => frames.delete(frame),
    });
  });
  afterEach(() => void Object.assign(globalThis, { requestAnimationFrame, cancelAnimationFrame }));

  const pass = (time: number): void => {
    const due = [...frames.values()];
    frames.clear();
    for (const tick of due) tick(time);
  };

  it('steps at its rate, and has one clock however often it is stopped and played', () => {
    let steps = 0;
    const player = createPlayer(
      () => ++steps < 100,
      () => undefined,
    );
    player.speed = 10;
    for (let i = 0; i < 5; i++) {
      player.play();
      player.stop();
    }
    player.play();
    assert.equal(frames.size, 1);
    for (let time = 1_000; time <= 2_000; time += 50) pass(time);
    assert.equal(steps, 11);
    player.stop();
    assert.equal(frames.size, 0, 'a stopped player asks for no frame');
  });

  it('ends where there is no other step', () => {
    const told: boolean[] = [];
    const player = createPlayer(
      () => false,
      (playing) => told.push(playing),
    );
    player.play();
    pass(1);
    pass(2);
    assert.deepEqual([told, player.playing, frames.size], [[true, false], false, 0]);
  });
});
