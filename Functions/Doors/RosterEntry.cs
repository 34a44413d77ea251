using System.Buffers.Binary;
using Esik.Registrations;
using Esik.Tickets;

namespace Esik.Doors;

/// <summary>What a door knows of one ticket of its slot.</summary>
/// <param name="Issue">The current one.</param>
/// <param name="Admitted">Places of the current issue that came in.</param>
/// <param name="Name">As <see cref="RosterName"/> seals it; null for whom no door needs to name.</param>
/// <param name="KeyId">Of the signature.</param>
/// <param name="Signature">Of the current issue; null when it opens no door. Never leaves the server.</param>
/// <param name="ChangedAt">By storage's clock, UTC.</param>
public sealed record RosterEntry(
    TicketId Ticket, int Issue, TicketStanding State, int Party, int Admitted, int NameVersion, byte[]? Name, int KeyId, byte[]? Signature, DateTimeOffset ChangedAt)
{
    /// <summary>The registration as doors know it, nobody inside; null when it never had a ticket.</summary>
    public static RosterEntry? Of(Registration registration, int nameBytesMax, DateTimeOffset changedAt)
    {
        if (registration.Issue == 0)
            return null;
        var (ticket, signature) = (registration.Id(), registration.State == RegistrationState.Confirmed ? registration.Signature : null);
        var hasName = signature is not null && registration is { Name.Length: > 0, NameVersion: <= RosterName.VersionMax };
        return new(
            ticket, registration.Issue, StateOf(registration), registration.Party, 0, registration.NameVersion & RosterName.VersionMax,
            hasName ? RosterName.Seal(registration.Name, nameBytesMax, ticket, registration.Issue, registration.NameVersion, signature) : null,
            registration.KeyId, signature, changedAt);
    }

    /// <summary>Whether a phone held this very ticket before its camera.</summary>
    public bool Proves(ReadOnlySpan<byte> proof, ushort slotNumber) =>
        Signature is { } signature && TokenProof.Fits(new TicketPayload((byte)KeyId, slotNumber, Ticket, Issue, Party), signature, proof);

    private static TicketStanding StateOf(Registration registration) => registration.State switch
    {
        RegistrationState.Confirmed => TicketStanding.Confirmed,
        RegistrationState.Waiting or RegistrationState.Offered => TicketStanding.Waiting,
        RegistrationState.Withdrawn => registration.WithdrawnFor() == WithdrawalReason.Moved ? TicketStanding.Replaced : TicketStanding.Cancelled,
    };
}

/// <summary>
/// A roster on its way to a phone. Big-endian: <c>ESR2</c>, the count (4); then for each ticket: id (8), issue (1), flags (1: state in two bits,
/// then whether there is a name), admitted (1), name version (1), length of the name (1), the sealed name.
/// How many come with a guest stands in the QR code alone. (<c>ESR1</c> had the party in clear, before admitted.)
/// </summary>
public static class RosterBytes
{
    public const string MediaType = "application/octet-stream";

    private const int HeadLength = 8;
    private const int EntryLength = 13;
    private const int HasName = 4;

    public static byte[] Write(IReadOnlyCollection<RosterEntry> entries)
    {
        var bytes = new byte[HeadLength + entries.Sum(entry => EntryLength + (entry.Name?.Length ?? 0))];
        "ESR2"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), entries.Count);
        var at = HeadLength;
        foreach (var entry in entries)
        {
            var name = entry.Name ?? [];
            entry.Ticket.Write(bytes.AsSpan(at));
            ReadOnlySpan<byte> rest = [(byte)entry.Issue, (byte)((int)entry.State | (entry.Name is null ? 0 : HasName)), (byte)entry.Admitted, (byte)entry.NameVersion, (byte)name.Length];
            rest.CopyTo(bytes.AsSpan(at + TicketId.Length));
            name.CopyTo(bytes, at + EntryLength);
            at += EntryLength + name.Length;
        }
        return bytes;
    }
}
