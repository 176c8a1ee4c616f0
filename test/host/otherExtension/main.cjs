/** Checks a file, plays it, pauses it once and resumes it, over the API of Society Studio. */
const vscode = require('vscode');

/** @param {import('vscode').Uri} file @param {object} options */
async function play(file, options) {
  const api = (await vscode.extensions.getExtension('society-studio.society-studio').activate()).getApi(1);
  const problems = (await api.check(file)).map(({ code, severity, range }) => [code, severity, range.start.line]);
  const heard = [];
  const listeners = [api.onDidStartRun((run) => heard.push(['started', run.id])), api.onDidEndRun((run) => heard.push(['ended', run.id]))];
  try {
    const run = await api.run(file, options);
    const isListed = api.runs.includes(run);
    const { state: first } = run;
    await run.pause();
    const { state: paused } = run;
    await run.resume();
    let advanced = 0;
    run.onDidAdvance(() => advanced++);
    const last = await run.done;
    await new Promise((done) => setTimeout(done, 0));
    const { id, title, scenario, seed, rounds, round, events, languageModel } = run;
    const isGone = !api.runs.includes(run);
    return {
      ...{
        problems,
        heard,
        isListed,
        isGone,
        states: [first, paused, last],
        id,
        title,
        scenario,
        seed,
        rounds,
        round,
        events,
        languageModel,
      },
      ...{ measures: run.measures(), folder: run.folder.fsPath, file: run.file.toString(), hasAdvanced: advanced > 0 },
    };
  } catch (error) {
    return { problems, heard, code: error.code, message: error.message };
  } finally {
    for (const listener of listeners) listener.dispose();
  }
}

module.exports = {
  activate: (context) => context.subscriptions.push(vscode.commands.registerCommand('other.play', play)),
};
