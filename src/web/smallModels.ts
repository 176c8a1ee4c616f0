/** The very small models of a machine. A browser cannot read which are installed. */
export const readSmallModels = async (): Promise<null> => null;
