using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Esik.Hosting;
using Esik.Languages;
using Esik.Registrations;

namespace Esik.Organizers;

/// <summary>How a link was taken: the session's token when it was good.</summary>
public sealed record SignInAnswer(LinkAnswer Answer, string? SessionToken, string ReturnPath);

/// <summary>Makes, mails and takes the links that sign organizers in.</summary>
public sealed class OrganizerLinks(OrganizerTable table, OrganizerSessions sessions, OrganizerSettings settings, SiteSettings site, FestivalSeal seal, TimeProvider clock)
{
    private const string Purpose = "organizer-link";

    // An id never grows longer than this in a row key, whatever is sent.
    private const int IdLength = 22;

    /// <summary>Makes a link that is handed over by other means than mail: the one that start prints.</summary>
    public async Task<OrganizerLink> CreateAsync(EmailAddress email, bool reusable, TimeSpan lifetime, CancellationToken stop)
    {
        var link = New(email.Text, reusable, lifetime, Language.English, ReturnPath.Desk);
        await table.AddAsync(link, stop);
        return link;
    }

    /// <summary>Mails a link if the address is on the organizers' list. An address that is not costs the same requests, so that nobody can tell.</summary>
    public Task AskAsync(EmailAddress email, Language language, string? returnPath, CancellationToken stop) =>
        table.AnnounceAsync(New(settings.Includes(email.Text) ? email.Text : null, false, OrganizerLink.Lifetime, language, ReturnPath.Of(returnPath)), stop);

    /// <summary>The link of a mail that was announced; null when it was never stored. A link without an address is not to be mailed.</summary>
    public async Task<OrganizerLink?> FindAsync(string id, CancellationToken stop) => (await table.LinkAsync(id, stop))?.Link;

    /// <summary>What stands in the address: made again from the row whenever it is needed, and stored nowhere.</summary>
    public string TokenOf(OrganizerLink link)
    {
        var expires = link.Expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{link.Id}.{expires}.{seal.Of(Purpose, link.Id, expires)}";
    }

    /// <summary>The absolute address that is mailed or printed.</summary>
    public string AddressOf(OrganizerLink link) => site.Link($"organizer/sign-in?token={TokenOf(link)}");

    /// <summary>Looks at a token and uses nothing up. Takes any text.</summary>
    public async Task<LinkAnswer> LookAsync(string token, CancellationToken stop) => await ReadAsync(token, stop) switch
    {
        (LinkAnswer.Good, { } known) => known.Link.Look(clock.GetUtcNow()),
        (var refusal, _) => refusal,
    };

    /// <summary>
    /// Signs in. A single-use link is used up by the first attempt that is stored; the same attempt sent again within two minutes gets
    /// the same session, so a lost answer locks nobody out.
    /// </summary>
    /// <param name="attempt">Made for the page that was drawn, and proved to be.</param>
    public async Task<SignInAnswer> UseAsync(string token, string attempt, CancellationToken stop)
    {
        var (answer, known) = await ReadAsync(token, stop);
        if (answer != LinkAnswer.Good || known is null)
            return new(answer, null, ReturnPath.Desk);
        var now = clock.GetUtcNow();
        var id = sessions.IdFor(known.Link.Id, attempt);
        var key = OrganizerSessions.KeyOf(id);
        answer = known.Link.Use(key, now);
        if (answer != LinkAnswer.Good)
            return new(answer, null, ReturnPath.Desk);
        if (known.Link is { Reusable: false, UsedBy: null } && !await table.ChangeAsync(known, known.Link with { UsedBy = key, UsedAt = now }, stop))
            return await UseAsync(token, attempt, stop);
        await sessions.StartAsync(new OrganizerSession(key, known.Link.Email!, now + OrganizerSession.Lifetime, known.Link.Reusable), stop);
        return new(LinkAnswer.Good, sessions.TokenOf(id), known.Link.ReturnPath);
    }

    private async Task<(LinkAnswer, KnownLink?)> ReadAsync(string token, CancellationToken stop)
    {
        var parts = token.Split('.');
        if (parts is not [{ Length: IdLength } id, var expires, var mark] || !seal.Fits(mark, Purpose, id, expires))
            return (LinkAnswer.Unknown, null);
        if (await table.LinkAsync(id, stop) is not { } known)
            return (LinkAnswer.Expired, null);
        // A link that start printed once is worth nothing when the same storage is served to others.
        return known.Link.Reusable && !site.DevPages ? (LinkAnswer.Unknown, null) : (LinkAnswer.Good, known);
    }

    private OrganizerLink New(string? email, bool reusable, TimeSpan lifetime, Language language, string returnPath) =>
        new(Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16)), email, clock.GetUtcNow() + lifetime, reusable, language, returnPath);
}
