using Esik.Hosting.Tests;
using Esik.Mails;
using Esik.Slots;

namespace Esik.Registrations.Tests;

/// <summary>Looks at everything that is stored about a slot and says what does not add up.</summary>
internal static class SeatCheck
{
    public static async Task<IReadOnlyList<string>> MistakesAsync(TestSite site, string slot = "clay", int mailsAgain = 0)
    {
        var registrations = (await RowsAsync<Registration>(site, slot, Registration.Prefix)).ToList();
        var mails = (await RowsAsync<Outbox>(site, slot, Outbox.Prefix)).SelectMany(outbox => outbox.Mails).ToList();
        var capacity = (await site.Get<Programmes.ProgrammeTable>().ReadAsync(CancellationToken.None))!.SlotById(slot)!.Capacity!.Value;
        var confirmed = registrations.Where(registration => registration.State == RegistrationState.Confirmed).ToList();
        var waiting = registrations.Where(registration => registration.State == RegistrationState.Waiting).ToList();
        var mistakes = new List<string>();
        Say("places of the confirmed above the capacity", Math.Max(0, confirmed.Sum(registration => registration.Party) - capacity), 0);
        try
        {
            var ledger = await LedgerAsync(site, slot);
            Say("places taken", ledger.Taken, confirmed.Sum(registration => registration.Party));
            Say("places offered", ledger.Offered, registrations.Where(registration => registration.State == RegistrationState.Offered).Sum(registration => registration.Party));
            Say("places waiting", ledger.Waiting, waiting.Sum(registration => registration.Party));
            Say("parties waiting", ledger.WaitingParties, waiting.Count);
            Say("capacity", ledger.Capacity, capacity);
        }
        catch (InvalidOperationException oversold)
        {
            mistakes.Add(oversold.Message);
        }
        var first = mails.Where(mail => mail.Kind is MailKind.Ticket or MailKind.Waiting or MailKind.ConfirmAddress).ToList();
        Say("guests with a mail of the first kind", first.Select(mail => mail.Ticket).Distinct().Count(), registrations.Count);
        Say("mails of the first kind for the same guest twice", first.Count - first.Select(mail => (mail.Ticket, mail.Kind)).Distinct().Count(), 0);
        Say("mails again", mails.Count(mail => mail.Kind is MailKind.TicketAgain), mailsAgain);
        Say("guests with a mail", mails.Select(mail => mail.Ticket).Distinct().Count(), registrations.Count);
        Say("places in order of arrival", registrations.Select(registration => registration.Order).Distinct().Count(), registrations.Count);
        return mistakes;

        void Say(string what, int found, int expected)
        {
            if (found != expected)
                mistakes.Add($"{what}: {found}, not {expected}");
        }
    }

    public static async Task<Ledger> LedgerAsync(TestSite site, string slot = "clay") => (await site.Get<SlotTable>().ReadLedgerAsync(slot, CancellationToken.None))!.Ledger;

    public static async Task<Tally> TallyAsync(TestSite site, string slot = "clay") => (await site.Get<SlotTable>().ReadAsync<Tally>(slot, Tally.Key, CancellationToken.None))!;

    public static async Task<IReadOnlyList<T>> RowsAsync<T>(TestSite site, string slot, string prefix)
    {
        var rows = new List<T>();
        await foreach (var row in site.Get<SlotTable>().ListAsync(slot, prefix, CancellationToken.None))
            rows.Add((T)row.Row);
        return rows;
    }

    /// <summary>Mails that have been handed over by this site.</summary>
    public static int MailsIn(TestSite site) => Directory.Exists(site.MailFolder) ? Directory.GetFiles(site.MailFolder, "*.eml").Length : 0;

    public static Task UntilAsync(Func<bool> happened, string what, double seconds = 30) => UntilAsync(() => Task.FromResult(happened()), what, seconds);

    public static async Task UntilAsync(Func<Task<bool>> happened, string what, double seconds = 30)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        while (!await happened())
        {
            Assert.True(waited.Elapsed.TotalSeconds < seconds, $"Not within {seconds} seconds: {what}.");
            await Task.Delay(50);
        }
    }

    /// <summary>Waits until nothing is wrong any more; what still is then, fails.</summary>
    public static async Task UntilNoneAsync(Func<Task<IReadOnlyList<string>>> mistakes, double seconds = 30)
    {
        var waited = System.Diagnostics.Stopwatch.StartNew();
        var found = await mistakes();
        while (found.Count > 0 && waited.Elapsed.TotalSeconds < seconds)
        {
            await Task.Delay(250);
            found = await mistakes();
        }
        Assert.True(found.Count == 0, string.Join("\n", found));
    }
}
