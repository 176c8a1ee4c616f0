/**
 * The language of an editor. VS Code has another language only where a language pack is installed. Its own texts stay English here,
 * because the pack has none of them: the texts of the extension are in the extension.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Sets the language of the editors that the server opens from now on.
 * @param data the folder in which the server keeps its settings
 */
export function speak(data: string, language = 'en'): void {
  const texts = join(data, 'no-texts.json');
  mkdirSync(join(data, 'User'), { recursive: true });
  writeFileSync(texts, JSON.stringify({ contents: {} }));
  const pack = {
    hash: 'none',
    label: language,
    extensions: [{ extensionIdentifier: { id: 'test.language' }, version: '0.0.1' }],
    translations: { vscode: texts },
  };
  writeFileSync(join(data, 'languagepacks.json'), JSON.stringify(language === 'en' ? {} : { [language]: pack }));
  writeFileSync(join(data, 'User', 'argv.json'), JSON.stringify({ locale: language }));
}
