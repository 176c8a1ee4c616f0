/** Something that happens once, and can be waited for. */
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
