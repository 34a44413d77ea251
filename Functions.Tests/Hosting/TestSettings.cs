using System.Security.Cryptography;

namespace Esik.Hosting.Tests;

/// <summary>Every setting that a site needs, by its flat name. All sites of one test process have the same secrets, as the instances of one deployment have.</summary>
public static class TestSettings
{
    public const string FestivalId = "test-festival";

    /// <summary>The one address on the organizers' list.</summary>
    public const string Organizer = "desk@example.org";

    private static readonly string FestivalSecret = Secret();
    private static readonly string GuestKey = Secret();
    private static readonly string TicketSigningKey = SigningKey();

    /// <param name="connection">Of a storage account; see <see cref="TestAzurite.TakeAccountAsync"/>.</param>
    /// <param name="publicUrl">Where the site is reached.</param>
    /// <param name="mailFolder">Where its mails go.</param>
    public static Dictionary<string, string?> Create(string connection, string publicUrl, string mailFolder) => new()
    {
        ["FestivalId"] = FestivalId,
        ["PublicUrl"] = publicUrl,
        ["TrustedProxies"] = "0",
        ["DevPages"] = "true",
        ["FestivalSecret"] = FestivalSecret,
        ["AzureWebJobsStorage"] = connection,
        ["GuestKey"] = GuestKey,
        ["TicketSigningKey"] = TicketSigningKey,
        ["TicketSigningKeyId"] = "1",
        ["Mailer"] = "Folder",
        ["MailFolder"] = mailFolder,
        ["Organizers"] = Organizer,
    };

    private static string Secret() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretBytes.LengthMin));

    private static string SigningKey()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }
}
