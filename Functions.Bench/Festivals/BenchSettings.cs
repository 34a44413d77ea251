using System.Security.Cryptography;
using Esik.Hosting;
using Esik.Tickets;

namespace Esik.Bench.Festivals;

/// <summary>The settings of every site of a run: the ordinary ones, with the rate limits raised, since all guests come from one machine.</summary>
public static class BenchSettings
{
    private static readonly string FestivalSecret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes.LengthMin));
    private static readonly string GuestKeyText = GuestKey.CreateText();
    private static readonly string SigningKey = TicketKeys.CreatePem();

    public static Dictionary<string, string?> Of(string connection, string mailFolder) => new()
    {
        ["FestivalId"] = BenchFestival.Id,
        ["PublicUrl"] = "http://localhost:7071",
        ["FestivalSecret"] = FestivalSecret,
        ["AzureWebJobsStorage"] = connection,
        ["GuestKey"] = GuestKeyText,
        ["TicketSigningKey"] = SigningKey,
        ["TicketSigningKeyId"] = "1",
        ["Mailer"] = "Folder",
        ["MailFolder"] = mailFolder,
        ["Organizers"] = "desk@example.org",
        ["SignUpsPerMinutePerAddress"] = "10000000",
    };
}
