/**
 * The host tests that run in the web worker of a browser too. The others need something that the worker does not have or that is not done
 * there:
 *   files that are read or written at once   commands, cost, experiments, export, methods, publicApi, runs, workspace, assistants
 *   a server in the process of the tests     cost, experiments, runs, useModel
 *   parts of the extension in the test       gallery, inline, walkthrough: the worker has no modules that test and extension share
 *   the bundle of Node                       activation
 */
export const SUITES: readonly (() => Promise<unknown>)[] = [
  () => import('../debug.test.js'),
  () => import('../forks.test.js'),
  () => import('../coverage.test.js'),
  () => import('../import.test.js'),
  () => import('../language.test.js'),
  () => import('../minds.test.js'),
  () => import('../navigation.test.js'),
  () => import('../prompt.test.js'),
  () => import('../smoke.test.js'),
  () => import('../tests.test.js'),
  () => import('./storage.js'),
];
