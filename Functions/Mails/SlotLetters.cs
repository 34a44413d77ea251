namespace Esik.Mails;

/// <summary>The letters about what an import did to a slot.</summary>
internal static class SlotLetters
{
    public static Letter Changed(GuestLetter about)
    {
        var letter = about.HoldsTicket ? about.BeginWithTicket() : about.Begin();
        return letter with
        {
            Subject = about.T["mail.changed.subject", ("slot", about.Title)],
            Heading = about.T["mail.changed.heading"],
            Lead = about.HoldsTicket ? about.T["mail.changed.ticket"]
                : about.HeldUntil is { } until ? about.T["mail.changed.offered", ("until", until)]
                : about.T["mail.changed.waiting"],
            Button = about.HoldsTicket ? letter.Button : letter.Button with { Label = about.T["mail.waiting.button"] },
        };
    }

    public static Letter Cancelled(GuestLetter about) => about.Begin() with
    {
        Subject = about.T["mail.cancelled.subject", ("slot", about.Title)],
        Heading = about.T["mail.cancelled.heading"],
        Lead = about.T["mail.cancelled.lead"],
        Button = new(about.T["mail.cancelled.button"], about.ProgrammePage),
    };
}
