using Esik.Hosting;
using Esik.Organizers;
using Esik.Programmes;
using Esik.Signals;

namespace Esik.Mails;

/// <summary>Sends organizers their sign-in links.</summary>
public sealed class SignInDesk(
    OrganizerTable table, OrganizerLinks links, MailWriter writer, IMailer mailer, IProgrammes programmes, MailTroubleTable troubles, Measures measures, TimeProvider clock)
{
    private const string MailWord = "sign-in";

    /// <summary>How long an intent without a stored link is believed.</summary>
    public static readonly TimeSpan StoredWithin = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Null when nothing is left to do, else how long to wait. No mail goes for a link that was mailed or used, that has ended (it would
    /// open nothing), or that was asked for with an address that is on no list.
    /// </summary>
    public async Task<TimeSpan?> SendAsync(string linkId, MailIntent intent, CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        if (await StorageOutage.AsBusyAsync(() => table.LinkAsync(linkId, stop), stop) is not { } known)
            return now - intent.Since < StoredWithin ? MailPatience.Growing(intent.Tries) : null;
        if (known.Link is not { Email: { } email, MailedAt: null } || known.Link.Look(now) != LinkAnswer.Good)
            return null;
        var programme = await StorageOutage.AsBusyAsync(() => programmes.CurrentAsync(stop), stop);
        var mail = await writer.ToOrganizerAsync(email, known.Link, links.AddressOf(known.Link), programme);
        using var span = Traces.Mail(MailWord);
        var answer = await mailer.SendAsync(mail, stop);
        measures.Mailed(MailWord, answer.Outcome.Word(), now - intent.Since >= MailPatience.LateAfter);
        span?.SetTag(Traces.AnswerTag, answer.Outcome.Word());
        if (answer.Outcome == MailOutcome.Later)
            return MailPatience.AfterRefusal(intent.Tries + 1, answer.After);
        if (answer.Outcome == MailOutcome.Refused)
            await troubles.NoteAsync(new MailTrouble("", linkId, intent.Since, Waiting: 0, Refused: 1, answer.Reason ?? ""), CancellationToken.None);
        // Not stored: somebody used the link in this very moment, which marks it as well.
        await StorageOutage.AsBusyAsync(() => table.ChangeAsync(known, known.Link with { MailedAt = clock.GetUtcNow() }, CancellationToken.None), CancellationToken.None);
        return null;
    }
}
