// The build keeps only the keys beginning with "door." of this file.
import catalogue from "../../../Functions/Doors/Doors.texts.json";

export const languages = ["kk", "ru", "en"] as const;
export type Language = (typeof languages)[number];
export type LocalText = Readonly<Record<Language, string>>;
export type TextKey = Extract<keyof typeof catalogue, `door.${string}`>;
type Counted = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };
type Values = Readonly<Record<string, string | number>>;

/** The catalogue as one volunteer reads it. */
export class Words {
  readonly language: Language;
  private readonly plurals: Intl.PluralRules;

  constructor(language: Language) {
    this.language = language;
    this.plurals = new Intl.PluralRules(language);
  }

  /** A text with its {places} filled; one that counts is chosen by the value n. */
  say(key: TextKey, values: Values = {}): string {
    const text: string | Counted = catalogue[key][this.language];
    let said = typeof text === "string" ? text : this.counted(text, Number(values["n"]));
    for (const [name, value] of Object.entries(values)) said = said.replaceAll(`{${name}}`, String(value));
    return said;
  }

  /** A text that the festival's organizers wrote. */
  of(text: LocalText): string {
    return text[this.language];
  }

  private counted(forms: Counted, n: number): string {
    return forms[this.plurals.select(n)] ?? forms.other;
  }
}

export function isLanguage(text: unknown): text is Language {
  return languages.some((language) => language === text);
}

/** The first language of the browser that we speak; Kazakh when there is none. */
export function languageOf(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const language = tag.slice(0, 2).toLowerCase();
    if (isLanguage(language)) return language;
  }
  return "kk";
}
