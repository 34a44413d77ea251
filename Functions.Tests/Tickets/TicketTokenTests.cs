using FsCheck.Xunit;

namespace Esik.Tickets;

public class TicketTokenTests
{
    [Property]
    public void A_signed_ticket_says_the_same_when_read(ushort slotNumber, ulong ticket, byte issue, byte party)
    {
        var payload = new TicketPayload(7, slotNumber, new TicketId(ticket), 1 + (issue % 255), 1 + (party % 6));

        var token = TicketKit.Token(payload);

        Assert.Equal(TicketToken.TextLength, token.Length);
        Assert.Equal(new TicketReading(TicketVerdict.Genuine, payload), TicketKit.Keys.Verifier.Read(token));
    }

    [Fact]
    public void Any_flipped_bit_is_refused()
    {
        var bytes = Base45.Decode(TicketKit.Token())!;
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            var reading = TicketKit.Keys.Verifier.Read(Base45.Encode(flipped));

            Assert.Null(reading.Payload);
            // The first byte is the key id; issue and party can leave their range; all else is for the signature to find.
            var expected = (bit / 8) switch
            {
                0 => [TicketVerdict.UnknownKey],
                11 or 12 => [TicketVerdict.Forged, TicketVerdict.Unreadable],
                _ => new[] { TicketVerdict.Forged },
            };
            Assert.Contains(reading.Verdict, expected);
        }
    }

    [Fact]
    public void Any_changed_character_is_refused()
    {
        var token = TicketKit.Token();
        for (var at = 0; at < token.Length; at++)
        {
            foreach (var letter in Base45.Alphabet + "a,\n\0қ")
            {
                if (letter != token[at])
                    Assert.NotEqual(TicketVerdict.Genuine, TicketKit.Keys.Verifier.Read(token[..at] + letter + token[(at + 1)..]).Verdict);
            }
        }
    }

    [Fact]
    public void A_token_has_one_spelling()
    {
        var token = TicketKit.Token();
        string[] others = [token.ToLowerInvariant(), token + " ", " " + token, token[..^1], token + token, token + "0", ""];
        Assert.All(others, other => Assert.Equal(TicketVerdict.Unreadable, TicketKit.Keys.Verifier.Read(other).Verdict));
        Assert.Equal(TicketVerdict.Unreadable, TicketKit.Keys.Verifier.Read(null).Verdict);
    }

    [Property(MaxTest = 1000)]
    public void Any_text_gets_an_answer(string? text) => Assert.Equal(TicketVerdict.Unreadable, TicketKit.Keys.Verifier.Read(text).Verdict);

    [Property]
    public void Any_77_bytes_get_an_answer(byte[] bytes)
    {
        var padded = new byte[77];
        bytes.AsSpan(0, Math.Min(bytes.Length, 77)).CopyTo(padded);
        Assert.NotEqual(TicketVerdict.Genuine, TicketKit.Keys.Verifier.Read(Base45.Encode(padded)).Verdict);
    }

    [Fact]
    public void A_signature_of_the_payload_without_its_purpose_is_no_ticket()
    {
        using var key = System.Security.Cryptography.ECDsa.Create();
        var pem = TicketKeys.CreatePem();
        key.ImportFromPem(pem);
        using var keys = TicketKeys.Read(pem, "7", null).Keys!;
        var payload = TicketKit.Payload();

        var bare = key.SignData(payload.Encode(), System.Security.Cryptography.HashAlgorithmName.SHA256);

        Assert.Equal(TicketVerdict.Forged, keys.Verifier.Read(TicketToken.Text(payload, bare)).Verdict);
        Assert.Equal(TicketVerdict.Genuine, keys.Verifier.Read(TicketToken.Text(payload, keys.Signer.Sign(payload))).Verdict);
    }

    [Fact]
    public void The_payload_lies_as_the_doors_read_it() => Assert.Equal(
        "07002800112233445566770902", Convert.ToHexStringLower(new TicketPayload(7, 40, new TicketId(0x0011223344556677), 9, 2).Encode()));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(256, 1)]
    [InlineData(1, 0)]
    [InlineData(1, 7)]
    public void A_payload_out_of_range_cannot_be_made(int issue, int party) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TicketKit.Payload(issue: issue, party: party));

    [Fact]
    public void Many_threads_sign_and_verify_at_once()
    {
        Parallel.For(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 16 }, i =>
        {
            var payload = new TicketPayload(7, (ushort)i, new TicketId((ulong)i), 1, 1);
            Assert.Equal(payload, TicketKit.Keys.Verifier.Read(TicketKit.Token(payload)).Payload);
        });
    }
}
