using System.Security.Cryptography;
using System.Text;
using Esik.Hosting;
using Esik.Tickets;

namespace Esik.Backups;

/// <summary>
/// Tells by which keys a festival's tickets, links and devices were made, without telling anything of the keys: the first half of a
/// SHA-256 of 32 random bytes, or of a public key.
/// </summary>
/// <param name="FestivalSecret">Doors' devices and organizers' sessions are good under this one.</param>
/// <param name="GuestKey">Guests are found again under this one.</param>
/// <param name="TicketKey">Tickets are signed by this one.</param>
public sealed record KeyMarks(string FestivalSecret, string GuestKey, string TicketKey)
{
    public static KeyMarks Of(string festivalSecret, string guestKey, TicketKeys tickets) =>
        new(OfSecret(festivalSecret), OfSecret(guestKey), Of("ticket", Encoding.ASCII.GetBytes(tickets.PublicKeys[tickets.Signer.KeyId])));

    /// <summary>The settings that are missing or are other keys than those of then; nothing of theirs would work after a restore.</summary>
    /// <param name="tickets">The key of then may be among the earlier ones, too. Null: there are none.</param>
    public IEnumerable<string> Missing(string? festivalSecret, string? guestKey, TicketKeys? tickets)
    {
        if (festivalSecret is null || OfSecret(festivalSecret) != FestivalSecret)
            yield return nameof(SiteSettings.FestivalSecret);
        if (guestKey is null || OfSecret(guestKey) != GuestKey)
            yield return nameof(TicketSettings.GuestKey);
        if (tickets is null || tickets.PublicKeys.Values.All(key => Of("ticket", Encoding.ASCII.GetBytes(key)) != TicketKey))
            yield return nameof(TicketSettings.TicketSigningKey);
    }

    private static string OfSecret(string setting) => Of("secret", SecretBytes.Read(setting.Trim()) ?? []);

    private static string Of(string purpose, byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes($"esik-key-mark {purpose}\n"), .. bytes]))[..32];
}
