/**
 * Moments that the user asked the host for and that it has not shown yet. Who steps faster than messages travel would else be
 * taken back by the answer to an older step.
 */
export interface Wishes {
  /** The user goes behind an event. */
  ask(seq: number): void;
  /** The host shows a moment, null where it follows the run, whose last event is `last`: whether that is to be shown here. */
  isNews(moment: number | null, last: number): boolean;
}

export function createWishes(): Wishes {
  let asked: readonly number[] = [];
  return {
    ask(seq) {
      asked = [...asked, seq];
    },
    isNews(moment, last) {
      const place = asked.findIndex((seq) => (moment === null ? seq >= last : seq === moment));
      // What nobody asked for here somebody else did, after all of it.
      asked = place < 0 ? [] : asked.slice(place + 1);
      return asked.length === 0;
    },
  };
}
