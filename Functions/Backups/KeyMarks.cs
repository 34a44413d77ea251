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
/// <param name="TicketKeysById">All keys whose tickets are good, that one too: a ticket says the number of its key, not the key. Null in older files.</param>
public sealed record KeyMarks(string FestivalSecret, string GuestKey, string TicketKey, IReadOnlyDictionary<byte, string>? TicketKeysById = null)
{
    public static KeyMarks Of(string festivalSecret, string guestKey, TicketKeys tickets)
    {
        var byId = tickets.PublicKeys.ToDictionary(key => key.Key, key => OfTicketKey(key.Value));
        return new(OfSecret(festivalSecret), OfSecret(guestKey), byId[tickets.Signer.KeyId], byId);
    }

    /// <summary>The settings that are missing or are others than those of then; nothing of theirs would work after a restore.</summary>
    /// <param name="festivalSecret">Null, as what is empty in the other settings: there is none.</param>
    /// <param name="tickets"></param>
    public IEnumerable<string> Missing(string? festivalSecret, TicketSettings tickets)
    {
        if (festivalSecret is null || OfSecret(festivalSecret) != FestivalSecret)
            yield return nameof(SiteSettings.FestivalSecret);
        if (OfSecret(tickets.GuestKey) != GuestKey)
            yield return nameof(TicketSettings.GuestKey);
        var own = TicketKeys.PublicHalf(tickets.TicketSigningKey) is { } key ? OfTicketKey(key) : null;
        var listed = TicketKeys.ReadPublic(tickets.TicketPublicKeys).ToDictionary(key => key.Key, key => OfTicketKey(key.Value));
        var missing = TicketKeysById is { } then
            ? Missing(then, own, TicketKeys.ReadId(tickets.TicketSigningKeyId), listed)
            : own is null || (own != TicketKey && !listed.ContainsValue(TicketKey)) ? [nameof(TicketSettings.TicketSigningKey)] : [];
        foreach (var name in missing)
            yield return name;
    }

    // What is to be set: the signing key of then at its number and the others in the list; or a later key at a number of its own, and all of then in the list.
    private IEnumerable<string> Missing(IReadOnlyDictionary<byte, string> then, string? own, byte? id, IReadOnlyDictionary<byte, string> listed)
    {
        if (own is not null && then.All(key => (key.Key == id ? own : listed.GetValueOrDefault(key.Key)) == key.Value))
            yield break;
        var signedThen = then.FirstOrDefault(key => key.Value == TicketKey).Key;
        var isLater = own is not null && own != TicketKey && !(id is { } number && then.ContainsKey(number));
        if (!isLater && own != TicketKey)
            yield return nameof(TicketSettings.TicketSigningKey);
        if (!isLater && id != signedThen)
            yield return nameof(TicketSettings.TicketSigningKeyId);
        if (then.Any(key => (isLater || key.Key != signedThen) && listed.GetValueOrDefault(key.Key) != key.Value))
            yield return nameof(TicketSettings.TicketPublicKeys);
    }

    private static string OfSecret(string setting) => Of("secret", SecretBytes.Read(setting.Trim()) ?? []);

    private static string OfTicketKey(string publicKey) => Of("ticket", Encoding.ASCII.GetBytes(publicKey));

    private static string Of(string purpose, byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData([.. Encoding.ASCII.GetBytes($"esik-key-mark {purpose}\n"), .. bytes]))[..32];
}
