using Esik.Doors.Tests;
using Esik.Hosting.Standalone;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Esik.Slots;
using Esik.Slots.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Mails.Tests;

/// <summary>A process dies between intent, transaction and mail. Nothing that was promised is lost, and nothing is there twice.</summary>
public sealed class CrashTests
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task When_a_process_dies_after_intent_or_transaction_another_one_sends_the_mail(bool afterCommit)
    {
        MortalStore mortal = null!;
        // It serves guests and sends no mails, so whatever is sent the other process has sent.
        await using var dying = await TestSite.StartAsync(new()
        {
            Functions = FunctionCatalogue.Of(typeof(RegistrationFunctions)),
            Configure = services => services.AddSingleton<ISlotStore>(all => mortal = new MortalStore(all.GetRequiredService<SlotTable>(), afterCommit)),
        });
        await dying.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now)));
        var guest = new TestGuest("aigul@example.org", Party: 2);
        var unanswered = guest.RegisterAsync(dying, "clay");
        // The import asked the writer as well; the guest's own death is the one that counts.
        await mortal.Died.Task.WaitAsync(TimeSpan.FromSeconds(20));
        Assert.False(unanswered.IsCompleted);

        await using var living = await TestSite.StartAsync(new() { Connection = dying.Connection });
        if (afterCommit)
            await SeatCheck.UntilAsync(() => SeatCheck.MailsIn(living) == 1, "the mail that the dead process promised");
        Assert.Equal(afterCommit ? 1 : 0, (await SeatCheck.RowsAsync<Registration>(living, "clay", Registration.Prefix)).Count);
        // Whoever got no answer asks again, and gets the registration as it stands.
        var repeated = await guest.RegisterAsync(living, "clay");
        Assert.Equal("confirmed", repeated.Answer);
        await SeatCheck.UntilAsync(() => SeatCheck.MailsIn(living) == 1, "the mail");
        Assert.Equal([], await SeatCheck.MistakesAsync(living));
        await SeatCheck.UntilAsync(async () => await SeatCheck.TallyAsync(living) is { Taken: 2 }, "the tally", seconds: 5);
        var door = await TestDoor.PairAsync(living, "hall-door");
        Assert.Equal(("welcome", 2, 0), (await door.ScanAsync(TestDoor.Scan(repeated.Token))).Admitted());
        Assert.Equal(1, SeatCheck.MailsIn(living));
        mortal.Bury();
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, (await unanswered).Status);
    }

    [Fact]
    public async Task Without_the_intent_the_mail_is_lost_and_is_found_out()
    {
        await using var dying = await TestSite.StartAsync(new()
        {
            Functions = FunctionCatalogue.Of(typeof(RegistrationFunctions)),
            Configure = services => services.AddSingleton<ISlotStore>(all => new MuteStore(all.GetRequiredService<SlotTable>())),
        });
        await dying.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now)));
        Assert.Equal("confirmed", (await new TestGuest("aigul@example.org", Party: 2).RegisterAsync(dying, "clay")).Answer);
        await using var living = await TestSite.StartAsync(new() { Connection = dying.Connection });
        await Assert.ThrowsAnyAsync<Xunit.Sdk.XunitException>(() => SeatCheck.UntilAsync(() => SeatCheck.MailsIn(living) == 1, "the mail", seconds: 4));
    }

    /// <summary>Stores batches without having announced them.</summary>
    private sealed class MuteStore(SlotTable slots) : StoreInFront(slots)
    {
        public override Task AnnounceAsync(string slot, IReadOnlyList<string> batchIds, CancellationToken stop) => Task.CompletedTask;
    }
}
