namespace Esik.Organizers;

/// <summary>An organizer who signed in with one browser.</summary>
/// <param name="Key">Hash of the session's id: names the row and binds the forms, but opens nothing.</param>
/// <param name="Expires">UTC; exclusive.</param>
/// <param name="ByHost">Started by the link of whoever runs the machine: good even if the address is not on the list.</param>
public sealed record OrganizerSession(string Key, string Email, DateTimeOffset Expires, bool ByHost)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);
}
