using Esik.Pages.Tests;

namespace Esik.Tickets.Tests;

public class TicketPageTests
{
    [Fact]
    public async Task A_ticket_shows_its_code_and_what_it_is_for()
    {
        var html = await PageKit.TicketAsync(PageKit.Ticket(TicketState.Confirmed));
        foreach (var part in (string[])["src=\"/tickets/AAECAwQFBgcICQoLDA0ODxAR.svg\"", "AAECAwQFBgcICQoLDA0ODxAR.ics\"", "AAECAwQFBgcICQoLDA0ODxAR.pdf\"",
            "ABCD-EFGH", "Clay", "Workshop", "Sunday 28 March", "11:00–13:00", "2 places", "Айгүл &lt;i&gt;", "keep its link to yourself", "content=\"noindex"])
            Assert.Contains(part, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TicketState.Waiting, "You are on the waiting list")]
    [InlineData(TicketState.Offered, "held for you until 10 March, 13:00")]
    [InlineData(TicketState.Withdrawn, "no longer valid")]
    [InlineData(TicketState.SlotCancelled, "cancelled")]
    public async Task Without_a_valid_ticket_there_is_no_code(TicketState state, string words)
    {
        var html = await PageKit.TicketAsync(PageKit.Ticket(state));
        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.DoesNotContain(".svg\" width", html, StringComparison.Ordinal);
        Assert.DoesNotContain(".pdf", html, StringComparison.Ordinal);
        Assert.Equal(state == TicketState.Waiting, html.Contains("<p class=\"place\">7</p>", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_slot_that_moved_says_what_it_was()
    {
        var moved = PageKit.Ticket(TicketState.Confirmed) with { FormerStart = PageKit.Now, FormerVenue = PageKit.Programme.VenueById("gallery") };
        var html = await PageKit.TicketAsync(moved);
        Assert.Contains("It was: 10 March, 13:00", html, StringComparison.Ordinal);
        Assert.Contains("It was at: Gallery", html, StringComparison.Ordinal);
        Assert.DoesNotContain("Something has changed", await PageKit.TicketAsync(PageKit.Ticket(TicketState.Confirmed)), StringComparison.Ordinal);
    }
}
