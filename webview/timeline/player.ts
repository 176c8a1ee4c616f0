/** Plays a run with a number of stops per second. It uses only the frame clock of the page, so tests can run it without a page. */

/** Choices for the stops per second. */
export const SPEEDS = [1, 3, 10, 40] as const;

export interface Player {
  readonly playing: boolean;
  play(): void;
  stop(): void;
  /** Stops per second. */
  speed: number;
}

/** `step` goes to the next stop and returns whether there is another. `onChange` is called when playing starts or stops. */
export function createPlayer(step: () => boolean, onChange: (playing: boolean) => void): Player {
  let playing = false;
  let due = 0;
  /** The id of the requested frame. */
  let frame = 0;
  const tick = (time: number): void => {
    if (!playing) return;
    if (due === 0) due = time;
    // A page that was hidden does not catch up; it continues from here.
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
