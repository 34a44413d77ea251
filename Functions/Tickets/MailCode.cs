using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Esik.Tickets;

/// <summary>
/// The <c>{code}</c> that only a mail's link carries: whoever shows it has read the registration's mailbox. The page's key alone does not
/// prove that, because the browser that signed up has it too. A keyed hash, nothing is stored. It is good as long as the page's secret is:
/// a new registration and another address make it worthless.
/// </summary>
public static class MailCode
{
    /// <summary>Length in characters of the URL-safe Base64 alphabet: 96 bits.</summary>
    public const int TextLength = 16;

    private const int Length = 12;

    /// <summary>The code of this registration.</summary>
    public static string For(GuestKey key, string slotId, TicketId ticket, PageSecret secret) =>
        Base64Url.EncodeToString(key.Hash($"mail-code\n{slotId}\n{ticket}\n{secret.Text}").AsSpan(0, Length));

    /// <summary>Whether a code is this registration's; compared in constant time. Takes any text, never throws.</summary>
    public static bool Fits(string? code, GuestKey key, string slotId, TicketId ticket, PageSecret secret) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(code ?? ""), Encoding.UTF8.GetBytes(For(key, slotId, ticket, secret)));
}
