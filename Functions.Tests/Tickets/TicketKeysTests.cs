using System.Security.Cryptography;

namespace Esik.Tickets;

public class TicketKeysTests
{
    [Fact]
    public void Tickets_of_the_old_key_stay_good_after_a_rotation()
    {
        using var old = TicketKeys.Read(TicketKeys.CreatePem(), "1", "").Keys!;
        using var current = TicketKeys.Read(TicketKeys.CreatePem(), "2", $"1:{old.PublicKeys[1]}").Keys!;
        var before = Signed(old, 1);
        var after = Signed(current, 2);

        Assert.Equal(TicketVerdict.Genuine, current.Verifier.Read(before).Verdict);
        Assert.Equal(TicketVerdict.Genuine, current.Verifier.Read(after).Verdict);
        Assert.Equal(TicketVerdict.UnknownKey, old.Verifier.Read(after).Verdict);
        Assert.Equal(new byte[] { 1, 2 }, current.PublicKeys.Keys.Order());
    }

    [Fact]
    public void Another_festivals_ticket_under_the_same_key_id_is_forged()
    {
        using var other = TicketKeys.Read(TicketKeys.CreatePem(), "7", null).Keys!;

        Assert.Equal(TicketVerdict.Forged, TicketKit.Keys.Verifier.Read(Signed(other, 7)).Verdict);
    }

    [Fact]
    public void The_signing_key_may_be_base64_without_pem_lines()
    {
        var pem = TicketKeys.CreatePem();
        var base64 = string.Concat(pem.Split('\n').Where(line => !line.StartsWith('-')));
        using var fromPem = TicketKeys.Read(pem, "3", null).Keys!;
        using var fromBase64 = TicketKeys.Read(base64, "3", null).Keys!;

        Assert.Equal(fromPem.PublicKeys[3], fromBase64.PublicKeys[3]);
    }

    [Fact]
    public void A_signer_refuses_a_payload_of_another_key() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TicketKit.Keys.Signer.Sign(TicketKit.Payload(keyId: 8)));

    public static TheoryData<string?, string?, string?, string[]> Mistakes()
    {
        var good = TicketKeys.CreatePem();
        using var p384 = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var rsa = RSA.Create(2048);
        using var p256 = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var spki = Convert.ToBase64String(p256.ExportSubjectPublicKeyInfo());
        return new()
        {
            { null, null, null, ["TicketSigningKeyId", "TicketSigningKey "] },
            { good, "0", null, ["TicketSigningKeyId"] },
            { good, "256", null, ["TicketSigningKeyId"] },
            { good, " 1", null, ["TicketSigningKeyId"] },
            { "not a key", "1", null, ["TicketSigningKey "] },
            { good[..^60], "1", null, ["TicketSigningKey "] },
            { p384.ExportPkcs8PrivateKeyPem(), "1", null, ["TicketSigningKey "] },
            { rsa.ExportPkcs8PrivateKeyPem(), "1", null, ["TicketSigningKey "] },
            { p256.ExportSubjectPublicKeyInfoPem(), "1", null, ["TicketSigningKey "] },
            { good, "1", "nonsense", ["TicketPublicKeys: entry 1"] },
            { good, "1", $"2:{spki},3:{spki[..40]}", ["TicketPublicKeys: entry 2"] },
            { good, "1", $"2:{Convert.ToBase64String(p384.ExportSubjectPublicKeyInfo())}", ["TicketPublicKeys: entry 1"] },
            { good, "1", $"2:{spki}, 2:{spki}", ["the id 2 stands twice"] },
            { good, "1", $"1:{spki}", ["with another key"] },
        };
    }

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Each_mistake_names_its_setting_and_tells_no_secret(string? signingKey, string? id, string? publicKeys, string[] named)
    {
        var reading = TicketKeys.Read(signingKey, id, publicKeys);

        Assert.Null(reading.Keys);
        Assert.Equal(named.Length, reading.Problems.Count);
        Assert.All(named, (name, at) => Assert.Contains(name, reading.Problems[at], StringComparison.Ordinal));
        Assert.All(reading.Problems, problem => Assert.DoesNotContain("MI", problem, StringComparison.Ordinal));
    }

    private static string Signed(TicketKeys keys, byte keyId)
    {
        var payload = TicketKit.Payload(keyId);
        return TicketToken.Text(payload, keys.Signer.Sign(payload));
    }
}
