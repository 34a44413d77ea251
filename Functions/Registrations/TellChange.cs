using Esik.Mails;
using Esik.Slots;

namespace Esik.Registrations;

/// <summary>
/// Writes to the holders of some registrations, once for each <paramref name="stamp"/>: who was written to carries the stamp, so an
/// import that broke off in the middle goes on where it stopped. Withdrawn and erased registrations are left alone.
/// </summary>
/// <param name="rowKeys">At most <see cref="RowsMax"/>.</param>
/// <param name="stamp">Which news, unique to the import that made it.</param>
public sealed class TellChange(IReadOnlyList<string> rowKeys, MailKind kind, string stamp) : SlotChange<int>
{
    public const int RowsMax = 80;

    public override IReadOnlyList<string> Needs => rowKeys;

    /// <summary>The answer: to how many it will be written.</summary>
    protected override int Answer(SlotDraft draft)
    {
        var told = 0;
        foreach (var registration in rowKeys.Select(draft.Find<Registration>).OfType<Registration>().Where(IsToBeTold))
        {
            draft.Put(registration with { Told = stamp });
            draft.Mail(registration.Id(), kind);
            told++;
        }
        return told;
    }

    private bool IsToBeTold(Registration registration) =>
        registration.State != RegistrationState.Withdrawn && !registration.IsErased && registration.Told != stamp;
}
