/** An event of this program that happens once, and that callers can await. */
interface Signal {
  readonly fired: Promise<void>;
  readonly isSet: boolean;
  fire(): void;
}

export function signal(): Signal {
  let isSet = false;
  let resolve: () => void = () => {};
  const fired = new Promise<void>((done) => {
    resolve = done;
  });
  return {
    fired,
    get isSet() {
      return isSet;
    },
    fire: () => {
      isSet = true;
      resolve();
    },
  };
}
