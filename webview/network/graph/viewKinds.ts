/** The views of the network. The first one is the default. */
export const FACES = ['picture', 'list', 'matrix'] as const;
export type Face = (typeof FACES)[number];
