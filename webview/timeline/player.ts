/** Plays a run, a number of stops a second. Its only tie to the page is the clock of frames, so tests run it without one. */

/** Stops in a second. */
export const SPEEDS = [1, 3, 10, 40] as const;

export interface Player {
  readonly playing: boolean;
  play(): void;
  stop(): void;
  /** Stops in a second. */
  speed: number;
}

/** `step` goes one stop on and says whether there is another. `onChange` is told when it begins or ends. */
export function createPlayer(step: () => boolean, onChange: (playing: boolean) => void): Player {
  let playing = false;
  let due = 0;
  /** The frame that is waited for. */
  let frame = 0;
  const tick = (time: number): void => {
    if (!playing) return;
    if (due === 0) due = time;
    // A page that was away does not catch up: it goes on.
    if (time - due > 1_000) due = time;
    while (playing && time >= due) {
      due += 1_000 / player.speed;
      if (!step()) player.stop();
    }
    if (playing) frame = requestAnimationFrame(tick);
  };
  const player: Player = {
    get playing() {
      return playing;
    },
    speed: SPEEDS[1],
    play() {
      if (playing) return;
      playing = true;
      due = 0;
      onChange(true);
      frame = requestAnimationFrame(tick);
    },
    stop() {
      if (!playing) return;
      playing = false;
      cancelAnimationFrame(frame);
      onChange(false);
    },
  };
  return player;
}
