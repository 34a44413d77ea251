using Esik.Registrations;

namespace Esik.Tickets;

/// <summary>Keys and a ticket for the tests of this folder.</summary>
internal static class TicketKit
{
    public static readonly TicketKeys Keys = TicketKeys.Read(TicketKeys.CreatePem(), "7", null).Keys!;

    /// <summary>The bytes 0 to 31.</summary>
    public static readonly GuestKey GuestKey = GuestKey.Parse("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")!;

    public static readonly TicketId Ticket = TicketId.For(GuestKey, "puppets-1", EmailAddress.Parse("aigerim@example.kz")!);

    public static TicketPayload Payload(byte keyId = 7, int issue = 1, int party = 2) => new(keyId, 40, Ticket, issue, party);

    public static string Token(TicketPayload? payload = null)
    {
        var signed = payload ?? Payload();
        return TicketToken.Text(signed, Keys.Signer.Sign(signed));
    }
}
