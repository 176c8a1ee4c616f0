/** Errors of writing a run, as text for the user. */

/** An error as text for the user: what happened and what to do, without a stack trace. */
export function words(error: unknown): string {
  const { code, message, path, syscall } = error as { code?: string; message?: string; path?: string; syscall?: string };
  if (syscall === 'mkdir' && code !== 'ENOSPC' && path)
    return `The folder ${path} cannot be made${code === 'ENOTDIR' || code === 'EEXIST' ? ': a file is in its place' : ''}. Choose another folder.`;
  if (code === 'ENOSPC') return 'The disk is full. Free some space and run again; what was written so far is kept.';
  if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM')
    return `The run cannot be written${path ? ` to ${path}` : ''}: the folder is read-only. Choose another folder for runs.`;
  return message ?? String(error);
}

/** The same for a run that could not be written, for any error of the system. */
export function unkept(error: unknown): string {
  const { code = '' } = error as { code?: string };
  if (code === 'ENOENT') return 'The folder of the run was moved or deleted while it ran, so the run could not be kept. Run again.';
  const known = words(error);
  if (known !== (error as Error).message || !/^E[A-Z]+$/.test(code)) return known;
  return `The run could not be written (${code}). Check the disk and the folder of the run, and continue: what was written so far is kept.`;
}
