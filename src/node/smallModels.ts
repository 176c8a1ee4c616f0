/**
 * The very small models that `npm run models` has installed on this machine. It lists them in a file of the user, which is read each
 * time. The file is the user's own, but its values are checked, because they are shown and written into files.
 */
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Measured on this machine. */
interface Speed {
  /** Tokens per second. */
  readonly read: number;
  readonly write: number;
  /** Megabytes of the server; null where the system does not report it. */
  readonly memory: number | null;
  /** The day, such as 2026-11-23. */
  readonly date: string;
}

export interface SmallModel {
  /** The name for `npm run models -- serve NAME`, and the name on that server. */
  readonly name: string;
  /** Name, size and quantisation. */
  readonly title: string;
  /** Megabytes on disk. */
  readonly disk: number;
  /** Tokens of one question and its answer. */
  readonly context: number;
  /** Null until `npm run models -- measure NAME` has measured it. */
  readonly speed: Speed | null;
}

interface SmallModels {
  /** The folder in which `npm run models` starts their server. */
  readonly project: string;
  readonly models: readonly SmallModel[];
}

const NAME = /^[a-z][a-z0-9]{0,39}$/;
const TITLE = /^[\p{L}\p{N} ._,()-]{1,80}$/u;
const DATE = /^\d{4}-\d\d-\d\d$/;

const listFile = (): string => process.env['SOCIETY_MODELS_FILE'] || join(homedir(), '.society-studio', 'models.json');

/** The installed models; null where there is no list, or where the project is gone. */
export async function readSmallModels(file = listFile()): Promise<SmallModels | null> {
  try {
    const { project, models } = JSON.parse(await readFile(file, 'utf8')) as { readonly [key: string]: unknown };
    if (typeof project !== 'string' || !isAbsolute(project) || !Array.isArray(models)) return null;
    if (!(await stat(join(project, 'scripts', 'models.mjs'))).isFile()) return null;
    return { project, models: models.flatMap(smallModel) };
  } catch {
    return null;
  }
}

function smallModel(value: unknown): readonly SmallModel[] {
  const { name, title, disk, context, speed } = (value ?? {}) as { readonly [key: string]: unknown };
  if (typeof name !== 'string' || !NAME.test(name) || typeof title !== 'string' || !TITLE.test(title)) return [];
  return isCount(disk) && isCount(context) ? [{ name, title, disk, context, speed: speedOf(speed) }] : [];
}

function speedOf(value: unknown): Speed | null {
  const { read, write, memory = null, date } = (value ?? {}) as { readonly [key: string]: unknown };
  if (!isCount(read) || !isCount(write) || typeof date !== 'string' || !DATE.test(date)) return null;
  return { read, write, memory: isCount(memory) ? memory : null, date };
}

const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isSafeInteger(value) && value > 0 && value < 1e9;
