/** The real places of files. A browser does not report where links lead; the editor says only that a file is a link. */

export const realFileWithin = (path: string): Promise<string> => Promise.resolve(path);

export const realPlace = (dir: string): Promise<string> => Promise.resolve(dir);
