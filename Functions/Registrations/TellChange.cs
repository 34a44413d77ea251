using Esik.Mails;
using Esik.Slots;
using Esik.Waitlists;

namespace Esik.Registrations;

/// <summary>
/// Carries an import's news to some registrations. Writes to their holders, once for each <paramref name="stamp"/>: who was written to
/// carries the stamp, so an import that broke off in the middle goes on where it stopped. Offers that end sooner by the slot's rules of
/// now are ended then, and where somebody waits the line is looked at. Withdrawn and erased registrations are left alone.
/// </summary>
/// <param name="slot">As the import made it.</param>
/// <param name="rowKeys">At most <see cref="RowsMax"/>.</param>
/// <param name="kind">Null: nothing is written to anybody.</param>
/// <param name="stamp">Which news, unique to the import that made it.</param>
public sealed class TellChange(Slot slot, IReadOnlyList<string> rowKeys, MailKind? kind, string stamp) : SlotChange<int>
{
    public const int RowsMax = 80;

    public override IReadOnlyList<string> Needs => rowKeys;

    /// <summary>The answer: to how many it will be written.</summary>
    protected override int Answer(SlotDraft draft)
    {
        var told = 0;
        foreach (var registration in rowKeys.Select(draft.Find<Registration>).OfType<Registration>().Where(IsToBeTold))
        {
            if (registration.State == RegistrationState.Waiting && PromotionRule.IsPossible(slot, draft.Now))
                draft.MoveLine();
            var now = WithItsEnd(draft, registration);
            if (kind is { } mail)
            {
                now = now with { Told = stamp };
                draft.Mail(registration.Id(), mail);
                told++;
            }
            if (!ReferenceEquals(now, registration))
                draft.Put(now);
        }
        return told;
    }

    private Registration WithItsEnd(SlotDraft draft, Registration registration)
    {
        if (registration.OfferEnd(slot) is not { } end || end == registration.OfferedUntil)
            return registration;
        draft.EndOfferAt(registration.Id(), end);
        return registration with { OfferedUntil = end };
    }

    private bool IsToBeTold(Registration registration) =>
        registration.State != RegistrationState.Withdrawn && !registration.IsErased && registration.Told != stamp;
}
