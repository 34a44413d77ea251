namespace Esik.Languages;

/// <summary>A text that the festival's organizers wrote, in the three languages: a slot's title, a venue's name.</summary>
public sealed record LocalText(string Kk, string Ru, string En)
{
    public string In(Language language) => language switch
    {
        Language.Kazakh => Kk,
        Language.Russian => Ru,
        Language.English => En,
    };
}
