// Texts in Polish and English, said beside the code that shows them, and the forms of a number.

export type Locale = "pl" | "en";

type Said = string | ((...given: never[]) => string);
type Texts = Record<string, { pl: Said; en: Said }>;
type InOne<W extends Texts> = { readonly [K in keyof W]: W[K]["pl"] };

/** The language of the page, which the server chose; languages without texts of ours are read in English. */
export function locale(): Locale {
  return document.documentElement.lang === "pl" ? "pl" : "en";
}

/** Texts by name; each is looked up in the language of the moment. */
export function words<W extends Texts>(texts: W): InOne<W> {
  const found = {};
  for (const name of Object.keys(texts)) {
    Object.defineProperty(found, name, { get: () => texts[name]?.[locale()], enumerable: true });
  }
  return found as InOne<W>;
}

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

const RULES: Record<Locale, Intl.PluralRules> = { pl: new Intl.PluralRules("pl"), en: new Intl.PluralRules("en") };

/** The form of a word that goes with a number: 1 umowa, 2 umowy, 5 umów, 22 umowy. */
export function plural(count: number, forms: Forms, language: Locale = locale()): string {
  return forms[RULES[language].select(count)] ?? forms.other;
}
