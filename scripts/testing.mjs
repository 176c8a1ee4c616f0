/** The part of the scripts that tests may use. Its types are in testing.d.mts. */
export { startHost, installVsix } from './host.mjs';
export { packageExtension } from './package.mjs';
export { launchBrowser, launchProfile } from './lib/browser.mjs';
export { onExit } from './lib/cleanup.mjs';
export { out, root, temporaryFolder } from './lib/paths.mjs';
export { runBatches } from './lib/testProcess.mjs';
export { download } from './models/download.mjs';
export { isInstalled as isModelInstalled } from './models/install.mjs';
export { fileAddress, indexAddress } from './models/packageIndex.mjs';
export { register as registerModels } from './models/registry.mjs';
export { labelOf as recordingLabel, recordings } from './models/record.mjs';
export { freePort, SERVE_PORTS, startServer as startRealModel } from './models/server.mjs';
