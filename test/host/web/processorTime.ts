/** Takes the place of `scripts/lib/processorTime.mjs`: the worker cannot read the work of its process. */
export const processorSeconds = (): number => 0;
