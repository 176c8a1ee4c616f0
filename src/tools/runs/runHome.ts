/** The folder that a run belongs to. */
import { dirname } from '../../node/paths.js';

/** For a run in `FOLDER/.society/runs/ID`: a path in `FOLDER`, to which the paths in its file are relative. */
export const homeOfRun = (dir: string): string => `${dirname(dirname(dirname(dir)))}/run.society`;
