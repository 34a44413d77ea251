using Esik.Pages.Tests;
using Esik.Registrations;

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
    [InlineData(TicketState.Offered, "There is a place for you")]
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

    [Fact]
    public async Task An_offer_says_until_when_in_festival_time_and_has_two_buttons()
    {
        var html = await PageKit.TicketAsync(PageKit.Ticket(TicketState.Offered) with { MailCode = "a-code" });
        Assert.Contains("<p class=\"until\">10 March, 13:00</p>", html, StringComparison.Ordinal);
        Assert.Contains("action=\"/en/tickets/AAECAwQFBgcICQoLDA0ODxAR/accept\"", html, StringComparison.Ordinal);
        Assert.Contains("action=\"/en/tickets/AAECAwQFBgcICQoLDA0ODxAR/decline\"", html, StringComparison.Ordinal);
        Assert.Contains("name=\"code\" value=\"a-code\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/kk/tickets/AAECAwQFBgcICQoLDA0ODxAR?code=a-code\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_offer_to_an_unproved_address_sends_to_the_mail()
    {
        var html = await PageKit.TicketAsync(PageKit.Ticket(TicketState.Offered) with { NeedsMail = true });
        Assert.Contains("press the button in the mail", html, StringComparison.Ordinal);
        Assert.DoesNotContain("/accept", html, StringComparison.Ordinal);
        Assert.Contains("/decline", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_line_is_told_with_its_length() =>
        Assert.Contains("In line altogether: 12", await PageKit.TicketAsync(PageKit.Ticket(TicketState.Waiting)), StringComparison.Ordinal);

    [Theory]
    [InlineData(WithdrawalReason.GivenBack, "no longer valid")]
    [InlineData(WithdrawalReason.Declined, "You passed the place on")]
    [InlineData(WithdrawalReason.Lapsed, "The time to answer has run out")]
    [InlineData(WithdrawalReason.Moved, "moved to another address")]
    public async Task A_withdrawn_one_says_why_and_leads_back_to_the_slot(WithdrawalReason reason, string words)
    {
        var html = await PageKit.TicketAsync(PageKit.Ticket(TicketState.Withdrawn) with { Reason = reason });
        Assert.Contains(words, html, StringComparison.Ordinal);
        Assert.Contains("href=\"/en/slots/clay\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<form", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(TicketState.Confirmed, "Give the places back")]
    [InlineData(TicketState.Waiting, "Leave the waiting list")]
    public async Task What_can_be_changed_is_offered_until_the_slot_is_over(TicketState state, string words)
    {
        var ahead = PageKit.Ticket(state);
        Assert.Contains(words, await PageKit.TicketAsync(ahead), StringComparison.Ordinal);
        Assert.DoesNotContain("<form", await PageKit.TicketAsync(ahead with { Slot = PageKit.View(now: ahead.Slot.Slot.End) }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_changes_says_what_becomes_of_the_code()
    {
        Assert.Contains("the old one stops working", await PageKit.ChangeAsync(PageKit.Ticket(TicketState.Confirmed)), StringComparison.Ordinal);
        Assert.DoesNotContain("the old one stops working", await PageKit.ChangeAsync(PageKit.Ticket(TicketState.Waiting)), StringComparison.Ordinal);
        Assert.DoesNotContain("id=\"change-party\"", await PageKit.ChangeAsync(PageKit.Ticket(TicketState.Confirmed) with { Party = 1 }), StringComparison.Ordinal);
    }
}
