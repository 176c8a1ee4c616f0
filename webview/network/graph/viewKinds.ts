/** The ways in which the network is shown, the first one at first. */
export const FACES = ['picture', 'list', 'matrix'] as const;
export type Face = (typeof FACES)[number];
