namespace Esik.Languages;

/// <summary>The languages in which a slot is held, named in the reader's language.</summary>
public static class SpokenLanguages
{
    /// <summary><c>қазақша, орысша</c>; a slot that needs no words says so.</summary>
    public static string Say(IReadOnlyList<Language> spoken, Language reader) => spoken.Count == 0
        ? Texts.Catalogue.Say(reader, "slot.no-words")
        : string.Join(", ", spoken.Select(language => Texts.Catalogue.Say(reader, "language." + language.Code())));
}
