using Esik.Doors.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;
using Microsoft.Extensions.Logging;

namespace Esik.Hosting.Tests;

/// <summary>After a busy run nothing in the logs tells who a guest is, nor opens anything.</summary>
public sealed class SilenceTests
{
    [Fact]
    public async Task Nothing_personal_stands_in_the_logs()
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now)));
        var guest = new TestGuest("secret.guest@example.org", 2) { Name = "Құпия Есім" };
        var answer = await guest.RegisterAsync(site, "clay");
        await (guest with { RequestId = SignUp.NewRequestId() }).RegisterAsync(site, "clay");
        await (guest with { Party = 99 }).RegisterAsync(site, "clay");
        foreach (var path in (string[])[$"/kk/tickets/{answer.Key}", $"/tickets/{answer.Key}.pdf", "/kk/tickets/AAAAAAAAAAAAAAAAAAAAAAAA", "/nowhere/secret.guest@example.org"])
            (await site.Client.GetAsync(new Uri(path, UriKind.Relative))).Dispose();
        var door = await TestDoor.PairAsync(site, "hall-door");
        await door.ScanAsync(TestDoor.Scan(answer.Token), names: true);
        await SeatCheck.UntilAsync(() => SeatCheck.MailsIn(site) > 0, "the mail");
        // A failure is logged with all that is known of it, which must not be the guest.
        await site.Storage.Slots.DeleteAsync();
        await new TestGuest("other.guest@example.org") { Name = "Құпия Есім" }.RegisterAsync(site, "clay");
        (await site.Client.GetAsync(new Uri($"/kk/tickets/{answer.Key}", UriKind.Relative))).Dispose();

        Assert.Contains(site.Logs.Lines, line => line.StartsWith(nameof(LogLevel.Error), StringComparison.Ordinal));
        foreach (var secret in (string[])["secret.guest", "other.guest", "Құпия", "Есім", answer.Key, answer.Token, answer.Token[..40], guest.RequestId])
            Assert.All(site.Logs.Lines, line => Assert.DoesNotContain(secret, line, StringComparison.OrdinalIgnoreCase));
    }
}
