using Esik.Bench.Pictures;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations.Tests;

namespace Esik.Doors.Tests;

/// <summary>What the door's reader makes of a real ticket seen badly; <c>scripts/bench --door</c> writes the same rate down.</summary>
public sealed class TicketPicturesTests
{
    private const double RateMin = 15.0 / 16;

    [Fact]
    public async Task The_reader_reads_a_ticket_in_nearly_every_picture_and_nothing_else()
    {
        await using var site = await TestSite.StartAsync();
        var now = TimeProvider.System.GetUtcNow();
        await site.ImportAsync(TestProgramme.Of(now, TestProgramme.Slot("clay", now)));
        var token = (await new TestGuest("aigul@example.org").RegisterAsync(site, "clay")).Token;
        var pictures = TicketPicture.AllOf(token);
        Assert.True(pictures.Count >= 16);
        await using var context = await TestBrowser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{site.Address}door");
        var read = await PageReader.ReadAsync(page, pictures);
        Assert.All(read, text => Assert.True(text.Length == 0 || text == token, text));
        var unread = pictures.Zip(read).Where(pair => pair.Second.Length == 0).Select(pair => pair.First.Name).ToList();
        Assert.True(pictures.Count - unread.Count >= RateMin * pictures.Count, $"Not read: {string.Join(", ", unread)}.");
    }
}
