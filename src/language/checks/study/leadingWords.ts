/** Words that instruct, and words that name a study, in the languages that the built-in mind speaks. English ones count in every society. */
import { languageOf, type Program } from '../../program/program.js';

interface Leading {
  readonly instructs: RegExp;
  readonly namesStudy: RegExp;
}

/** Whole words: without a letter before or after. */
const words = (...all: readonly string[]): RegExp => new RegExp(`(?<!\\p{L})(?:${all.join('|')})(?!\\p{L})`, 'iu');
/** In scripts without spaces between words. */
const parts = (...all: readonly string[]): RegExp => new RegExp(all.join('|'), 'u');

const LEADING: { readonly [language: string]: Leading } = {
  en: {
    instructs: words(
      'you (?:should|must|have to|need to|are expected to)',
      ...['always', 'never', 'make sure', 'be sure to', 'try to', 'it is important'],
    ),
    namesStudy: words(
      ...['simulat(?:ion|ed|e)', 'role-?play(?:ing)?', 'hypothes[ei]s', 'test subjects?', '(?:this|an|the|our) experiment'],
      ...['(?:research|this|our) study', 'participants? (?:in|of) (?:a|this|the) (?:study|experiment)'],
      ...['being (?:tested|studied|observed)', 'pretend (?:to be|that you)'],
    ),
  },
  de: {
    instructs: words(
      ...[
        'du (?:sollst|solltest|musst)',
        '(?:sollst|solltest|musst) du',
        'sie (?:sollen|sollten|müssen)',
        'immer',
        'stets',
        'nie',
        'niemals',
      ],
      ...['achte(?:n sie)? darauf', 'stelle?(?:n sie)? sicher', 'versuche?(?:n sie)?', 'es ist wichtig'],
    ),
    namesStudy: words(
      ...[
        'simulation(?:en)?',
        'simuliert\\p{L}*',
        'rollenspiel\\p{L}*',
        'hypothesen?',
        'versuchsperson(?:en)?',
        'versuchsteilnehmer\\p{L}*',
      ],
      ...[
        'proband(?:en|in|innen)?',
        '(?:diese[sm]?|das|dem|eine?m?|unsere?m?) experiments?',
        '(?:diese[rn]?|unsere[rn]?) studie',
        'forschungsstudie',
      ],
      ...[
        '(?:beobachtet|getestet|untersucht) (?:wirst|werden)',
        '(?:wirst|werden)(?: \\p{L}+)? (?:beobachtet|getestet|untersucht)',
        'tue? so, als',
      ],
    ),
  },
  es: {
    instructs: words(
      ...['debes', 'deberías', 'usted (?:debe|debería)', 'deb(?:e|ería) usted', 'tienes? que', 'hay que', 'siempre', 'nunca', 'jamás'],
      ...['asegúra(?:te|se)', 'asegúrese', 'intent[ae]', 'procur[ae]', 'es importante'],
    ),
    namesStudy: words(
      ...['simulaci(?:ón|ones)', 'simulad[oa]s?', 'juegos? de rol(?:es)?', 'hipótesis', 'sujetos? (?:de prueba|experimental(?:es)?)'],
      ...[
        '(?:este|un|el|del|nuestro) experimento',
        '(?:este|nuestro) estudio',
        'participantes? (?:en|de) (?:un|este|el) (?:estudio|experimento)',
      ],
      ...['siendo (?:observad|estudiad|evaluad)[oa]s?', '(?:finge|finja) (?:ser|que)', 'ha(?:z|ga) como si'],
    ),
  },
  zh: {
    instructs: parts(
      '[你您]们?(?:应该|应当|必须|需要|务必)',
      '总是',
      '始终',
      '永远',
      '从不',
      '绝不',
      '务必',
      '一定要',
      '确保',
      '尽量',
      '重要的是',
    ),
    namesStudy: parts(
      ...[
        '模拟',
        '仿真',
        '角色扮演',
        '研究假设',
        '假说',
        '受试者',
        '被试',
        '(?:实验|研究)(?:的)?参与者',
        '(?:这个|这项|本|该|一个|一项)(?:实验|研究)',
      ],
      ...['被(?:观察|测试|研究)', '假装(?:你|您|成|是)'],
    ),
  },
  ja: {
    instructs: parts(
      ...[
        'なければなり',
        'なければならない',
        'なくてはなら',
        'べき(?:です|だ|である)',
        '必ず',
        '常に',
        'いつも',
        '決して',
        'ようにしてください',
      ],
      ...['よう努め', '心がけ', '(?:こと|の)が(?:重要|大切)'],
    ),
    namesStudy: parts(
      ...['シミュレーション', 'ロールプレイ', '仮説', '被験者', '(?:実験|研究)の?参加者', '(?:この|本|ある)(?:実験|研究)'],
      ...['(?:観察|研究|テスト)されて', 'のふりをし'],
    ),
  },
};

/** The language of a society without its region; English for one that has no words here. */
export const spokenIn = (program: Program): string => {
  const [language = ''] = languageOf(program.main).toLowerCase().split('-');
  return Object.hasOwn(LEADING, language) ? language : 'en';
};

/** Whether a text instructs. */
export const instructs = (text: string, language: string): boolean =>
  [LEADING['en'], LEADING[language]].some((one) => one?.instructs.test(text));

/** The words that name a study, with their offset; null where there are none. */
export const studyNamedIn = (text: string, language: string): RegExpExecArray | null =>
  LEADING['en']?.namesStudy.exec(text) ?? LEADING[language]?.namesStudy.exec(text) ?? null;
