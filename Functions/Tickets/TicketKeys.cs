using System.Globalization;
using System.Security.Cryptography;

namespace Esik.Tickets;

/// <summary>The keys, or everything that is wrong with the settings, a sentence each; no sentence holds any part of a secret.</summary>
public sealed record TicketKeysReading(TicketKeys? Keys, IReadOnlyList<string> Problems);

/// <summary>
/// The festival's ticket keys, from three settings: <c>TicketSigningKey</c>, a P-256 private key in PKCS#8, as PEM or Base64;
/// <c>TicketSigningKeyId</c>, 1 to 255; <c>TicketPublicKeys</c>, optional, <c>id:base64</c> (SubjectPublicKeyInfo) separated by
/// commas, for keys that signed earlier tickets or will sign later ones. A new signing key takes a new id, and the old public key
/// goes into the list.
/// </summary>
public sealed class TicketKeys : IDisposable
{
    private const string CurveOid = "1.2.840.10045.3.1.7";

    private TicketKeys(byte signingKeyId, ECDsa signingKey, Dictionary<byte, ECDsa> publicKeys)
    {
        Signer = new TicketSigner(signingKeyId, signingKey);
        PublicKeys = publicKeys.ToDictionary(key => key.Key, key => Convert.ToBase64String(key.Value.ExportSubjectPublicKeyInfo()));
        Verifier = new TicketVerifier(publicKeys);
    }

    public TicketSigner Signer { get; }

    public TicketVerifier Verifier { get; }

    /// <summary>All public keys by id, each as Base64 of its SubjectPublicKeyInfo: what doors get.</summary>
    public IReadOnlyDictionary<byte, string> PublicKeys { get; }

    /// <summary>A new signing key as PEM (PKCS#8), for a festival at home. It is a secret.</summary>
    public static string CreatePem()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return key.ExportPkcs8PrivateKeyPem();
    }

    /// <summary>The public half of a signing key, written as <see cref="PublicKeys"/> are; null when the setting holds no such key.</summary>
    public static string? PublicHalf(string? signingKey)
    {
        using var key = ReadSigningKey(signingKey);
        return key is null ? null : Convert.ToBase64String(key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The keys of the setting <c>TicketPublicKeys</c> alone, written as <see cref="PublicKeys"/> are. What cannot be read is left out.</summary>
    public static IReadOnlyDictionary<byte, string> ReadPublic(string? publicKeys)
    {
        var keys = ReadPublicKeys(publicKeys ?? "", []);
        var written = keys.ToDictionary(key => key.Key, key => Convert.ToBase64String(key.Value.ExportSubjectPublicKeyInfo()));
        foreach (var key in keys.Values)
            key.Dispose();
        return written;
    }

    /// <summary>A key's number; null when the setting is none.</summary>
    public static byte? ReadId(string? text) =>
        byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 0 ? id : null;

    /// <summary>Reads the three settings. Never throws on what they hold.</summary>
    public static TicketKeysReading Read(string? signingKey, string? signingKeyId, string? publicKeys)
    {
        var problems = new List<string>();
        var id = ReadId(signingKeyId);
        if (id is null)
            problems.Add("TicketSigningKeyId must be a whole number from 1 to 255.");
        var key = ReadSigningKey(signingKey);
        if (key is null)
            problems.Add("TicketSigningKey must be a P-256 private key in PKCS#8, as PEM or Base64.");
        var others = ReadPublicKeys(publicKeys ?? "", problems);
        if (id is { } signingId && key is not null)
            AddOwn(signingId, key, others, problems);
        if (problems.Count == 0)
            return new(new TicketKeys(id!.Value, key!, others), []);
        key?.Dispose();
        foreach (var other in others.Values)
            other.Dispose();
        return new(null, problems);
    }

    public void Dispose()
    {
        Signer.Dispose();
        Verifier.Dispose();
    }

    private static ECDsa? ReadSigningKey(string? setting)
    {
        var text = setting?.Trim() ?? "";
        if (PemEncoding.TryFind(text, out var fields))
            return text[fields.Label] == "PRIVATE KEY" ? ReadKey(text[fields.Base64Data], ImportPrivate) : null;
        return ReadKey(text, ImportPrivate);
    }

    private static Dictionary<byte, ECDsa> ReadPublicKeys(string setting, List<string> problems)
    {
        var keys = new Dictionary<byte, ECDsa>();
        foreach (var (number, entry) in setting.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Index())
        {
            var colon = entry.IndexOf(':', StringComparison.Ordinal);
            var id = colon < 0 ? null : ReadId(entry[..colon]);
            var key = id is null ? null : ReadKey(entry[(colon + 1)..], ImportPublic);
            if (id is null || key is null)
                problems.Add($"TicketPublicKeys: entry {number + 1} is not id:base64, an id from 1 to 255 and a P-256 public key.");
            else if (!keys.TryAdd(id.Value, key))
            {
                key.Dispose();
                problems.Add($"TicketPublicKeys: the id {id} stands twice.");
            }
        }
        return keys;
    }

    private static void AddOwn(byte id, ECDsa signingKey, Dictionary<byte, ECDsa> keys, List<string> problems)
    {
        var own = signingKey.ExportSubjectPublicKeyInfo();
        if (keys.TryGetValue(id, out var listed))
        {
            if (!listed.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(own))
                problems.Add($"TicketPublicKeys: the id {id} is TicketSigningKeyId's, with another key. A new signing key takes a new id.");
            return;
        }
        var key = ECDsa.Create();
        key.ImportSubjectPublicKeyInfo(own, out _);
        keys.Add(id, key);
    }

    private static int ImportPrivate(ECDsa key, byte[] bytes)
    {
        key.ImportPkcs8PrivateKey(bytes, out var read);
        return read;
    }

    private static int ImportPublic(ECDsa key, byte[] bytes)
    {
        key.ImportSubjectPublicKeyInfo(bytes, out var read);
        return read;
    }

    // The import says how many bytes it read: a key with something behind it is not one.
    private static ECDsa? ReadKey(string base64, Func<ECDsa, byte[], int> import)
    {
        var bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out var length))
            return null;
        var key = ECDsa.Create();
        try
        {
            if (import(key, bytes[..length]) == length && key.ExportParameters(false).Curve.Oid.Value == CurveOid)
                return key;
        }
        catch (CryptographicException)
        {
            // The import has no Try form; whatever it disliked, the setting holds no such key, and the caller says so.
        }
        key.Dispose();
        return null;
    }
}
