using System.Text;
using System.Text.Json;
using Esik.Tickets;

namespace Esik.Doors.Tests;

/// <summary>Whatever is held before a camera, or posted as a scan, gets an answer and no exception.</summary>
public class HostileCodeTests
{
    private const int Mutations = 10_000;

    private static readonly string Token = TicketKit.Token();

    [Fact]
    public void Ten_thousand_altered_tokens_are_none()
    {
        var random = new Random(40);
        var (original, twin) = (TicketToken.Parse(Token)!, TokenProof.Variant(TicketToken.Parse(Token)!.Signature.Span));
        for (var count = 0; count < Mutations; count++)
        {
            var altered = Alter(Token, random);
            var reading = TicketKit.Keys.Verifier.Read(altered);
            var isOurs = altered == Token || (TicketToken.Parse(altered) is { } token && token.Payload == original.Payload && token.Signature.Span.SequenceEqual(twin));
            Assert.Equal(isOurs, reading.Verdict == TicketVerdict.Genuine);
            Assert.Equal(reading.Verdict == TicketVerdict.Genuine, reading.Payload is not null);
        }
    }

    [Fact]
    public void The_twin_of_a_signature_is_the_same_ticket_and_proves_it()
    {
        var token = TicketToken.Parse(Token)!;
        var twin = TicketToken.Text(token.Payload, TokenProof.Variant(token.Signature.Span));
        Assert.NotEqual(Token, twin);
        Assert.Equal(token.Payload, TicketKit.Keys.Verifier.Read(twin).Payload);
        Assert.True(TokenProof.Fits(token.Payload, token.Signature.Span, TicketToken.Proof(Token)));
        Assert.True(TokenProof.Fits(token.Payload, token.Signature.Span, TicketToken.Proof(twin)));
        Assert.False(TokenProof.Fits(token.Payload, token.Signature.Span, TicketToken.Proof(Token[..^1] + (Token[^1] == '0' ? '1' : '0'))));
        Assert.False(TokenProof.Fits(new(token.Payload.KeyId, token.Payload.SlotNumber, token.Payload.Ticket, token.Payload.Issue + 1, token.Payload.Party), token.Signature.Span, TicketToken.Proof(Token)));
    }

    public static TheoryData<string> Codes =>
    [
        "", " ", "0", "https://example.org/", "HTTPS://EXAMPLE.ORG/" + new string('A', 96), "http://127.0.0.1:7071/door#ABCD",
        "WIFI:T:WPA;S:Depot;P:secret;;", "BEGIN:VCARD\nVERSION:3.0\nN:Әбенова;Айгүл\nEND:VCARD", "MECARD:N:Aigul;;", "mailto:a@example.org", "tel:+77010000000", "geo:43.2,76.9",
        "BEGIN:VEVENT\nSUMMARY:Saz\nEND:VEVENT", "otpauth://totp/x?secret=AAAA", "bitcoin:1BoatSLRHtKNngkdXEobR76b53LETtpyT",
        // Tickets of other systems: a bare secret, two parts with a dot, three with slashes, digits, a JSON, a signed web token.
        "k24fiuwvu8kxz3y1fgh7dzwc5eq2w7q2", "a4ae5d1e-6f43-4b0c-8f2c-0d8c1a5b7e1f/9b2f6c", "8d1c8f8e.b0f0d6.a1", "12345678901234567890123", "{\"id\":1,\"secret\":\"x\"}",
        "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "M1ABENOVA/AIGUL EABC123 ALAFRAKC 0655 260Y015A0013 100",
        new('A', TicketToken.TextLength), new(':', TicketToken.TextLength), new(' ', TicketToken.TextLength), new('\0', TicketToken.TextLength), new('Ә', TicketToken.TextLength),
        new('A', 4_096), new(':', 4_096), new('\uFFFD', 4_096), "\uD83C", "\uDF89\uD83C", "ï»¿ABC", "\uFEFFABC", "Ð¡Ó\u0098Ð»ÐµÐ¼", Encoding.Latin1.GetString(Encoding.UTF8.GetBytes("Айгүл")),
    ];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Other_codes_are_told_apart_by_every_reader(string code)
    {
        Assert.NotEqual(TicketVerdict.Genuine, TicketKit.Keys.Verifier.Read(code).Verdict);
        Assert.Null(ShortCode.Parse(code));
        Assert.NotNull(ScanJson.Read(Scan(new { token = code })).Request);
        Assert.Equal("proof", ScanJson.Read(Scan(new { ticket = code, issue = 1, party = 1, proof = code })).Field);
        Assert.Null(RosterCursor.Parse(code));
    }

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"scan\"")]
    [InlineData("{}")]
    [InlineData("{\"scanId\":{}}")]
    [InlineData("{\"scanId\":\"a\",\"scanId\":5}")]
    [InlineData("{\"scanId\":\"a\",\"places\":\"two\"}")]
    [InlineData("{\"scanId\":\"a\",\"scannedAt\":\"yesterday\"}")]
    [InlineData("{\"scanId\":\"a\",\"issue\":1e99}")]
    [InlineData("{\"scanId\":\"a\",\"deep\":[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]}")]
    public void A_scan_that_is_none_is_set_aside(string json)
    {
        using var document = JsonDocument.Parse(json);
        var reading = ScanJson.Read(document.RootElement);
        Assert.Null(reading.Request);
        Assert.NotNull(reading.Field);
    }

    // Every field on its own, with something that fits no field.
    [Theory]
    [InlineData("scanId", "sc an")]
    [InlineData("scanId", "")]
    [InlineData("kind", "walk-out")]
    [InlineData("slot", "")]
    [InlineData("slot", "0123456789012345678901234567890123456789x")]
    [InlineData("door", "")]
    [InlineData("scannedAt", "1969-12-31T23:59:59Z")]
    [InlineData("places", 0)]
    [InlineData("places", 7)]
    [InlineData("shown", "hello")]
    [InlineData("token", null)]
    public void The_field_at_fault_is_named(string field, object? value)
    {
        var scan = new Dictionary<string, object?> { ["scanId"] = "a", ["token"] = "x", ["slot"] = "clay", ["door"] = "hall-door", ["scannedAt"] = "2027-09-18T11:00:00Z", [field] = value };
        Assert.Equal(field, ScanJson.Read(JsonSerializer.SerializeToElement(scan)).Field);
    }

    private static JsonElement Scan(object code)
    {
        var scan = JsonSerializer.SerializeToNode(code)!.AsObject();
        foreach (var (name, value) in new[] { ("scanId", "a"), ("slot", "clay"), ("door", "hall-door"), ("scannedAt", "2027-09-18T11:00:00Z") })
            scan[name] = value;
        return JsonSerializer.SerializeToElement(scan);
    }

    private static string Alter(string token, Random random)
    {
        var text = new StringBuilder(token);
        for (var changes = random.Next(1, 4); changes > 0 && text.Length > 0; changes--)
        {
            var place = random.Next(text.Length);
            var letter = random.Next(5) == 0 ? (char)random.Next(1, 0x2FFF) : Base45.Alphabet[random.Next(Base45.Alphabet.Length)];
            _ = random.Next(6) switch
            {
                0 => text.Remove(place, 1),
                1 => text.Insert(place, letter),
                2 => text.Remove(place, text.Length - place),
                3 => text.Append(letter),
                4 => text.Replace(text[place], letter, place, 1),
                _ => text.Replace(text[place], char.ToLowerInvariant(text[place]), place, 1),
            };
        }
        return text.ToString();
    }
}
