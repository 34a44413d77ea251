using Esik.Languages;

namespace Esik.Organizers;

/// <summary>An organizer at a page of the desk.</summary>
/// <param name="Here">The page's own path and query, for the language switch and for links back.</param>
/// <param name="SignOutProof">For the form that every page of the desk has.</param>
public sealed record OrganizerVisit(OrganizerSession Session, Language Language, string Here, string SignOutProof)
{
    public const string SignOut = "organizer-sign-out";
}
