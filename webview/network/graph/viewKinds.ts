/** The views of the network. The first one is the default. */
export const FACES = ['picture', 'list', 'matrix'] as const;
export type Face = (typeof FACES)[number];

/** A view of the network, or the groups of a society with more agents than the panel draws. */
export type View = Face | 'groups';
