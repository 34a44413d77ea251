using System.ComponentModel.DataAnnotations;
using Esik.Hosting;
using Esik.Mails;
using Esik.Organizers;

namespace Esik.Infra.Tests;

/// <summary>What Bicep lets through the site starts with: the same texts by the rules of both.</summary>
public sealed class AgreementTests
{
    private static readonly string[] Mailboxes =
    [
        "aigerim", "Timur.A", "a+b", "o'neil", "x_y-z", "!#$%&*/=?^`{|}~", new('a', 64),
        "", "тимур", "a..b", ".a", "a.", "a b", "a\\b", "a(b)", "\"a\"", "a,b", "a:b", "<a", new('a', 65),
    ];

    private static readonly string[] Domains =
    [
        "example.org", "Example.ORG", "a-b.example", "1st.example", "Қала.kz", "қала.қаз", "почта.рф", "xn--80aa6a83a.kz", new string('b', 63) + ".org",
        "", "example", ".example.org", "example.org.", "a..b", "-a.org", "a-.org", "a_b.org", "a b.org", "a.1", "1.2.3.4", "[1.2.3.4]", "a.org>", "a.org:25", "a@b.org", "a,b.org", new string('b', 64) + ".org",
        string.Concat(Enumerable.Repeat("b.", 120)) + "org",
    ];

    // Domains in the letters of other languages are for whoever needs them first: Bicep knows those of Kazakh and Russian.
    private static readonly string[] OnlyTheSites = ["a@é.org", "a@☃.org"];

    // Bicep cannot read what stands behind xn--.
    private static readonly string[] OnlyBiceps = ["a@xn--zz.org"];

    private static readonly string[] Hosts =
    [
        "tickets.example.org", "Tickets.Example.org", "қала.қаз", "xn--80aa6a83a.kz", "tickets.example.org:8443", "tickets.example.org:65535",
        "tickets.example.org:99999", "tickets.example.org:x", "tickets.example.org:1:2", "a..b.org", ".a.org", "a b.org", "a,b.org", "a%20b.org", "a;b.org", "a\\b.org", "name@tickets.example.org", "@tickets.example.org",
    ];

    private static readonly string[] Ends = ["", "/", "//", "/kk", "/kk/", "?x=1", "?", "/?x=1", "#kk", "#", "/#kk", "@example.org", " /"];

    // As what a browser or a proxy would understand, but hardly anybody means.
    private static readonly string[] OnlyTheSitesHosts = ["https://localhost", "https://1.2.3.4", "https://-a.org", "https://tickets_a.example.org", "https://tickets.example.org:0", "https://tickets.example.org:"];

    [BicepFact]
    public void An_address_that_bicep_takes_is_one_for_the_site_and_the_other_way_round()
    {
        string[] all = [.. from mailbox in Mailboxes from domain in Domains select $"{mailbox}@{domain}", .. OnlyTheSites, .. OnlyBiceps, "nobody", "@", ""];
        var accepted = Bicep.Accepted("isAddress", all);

        Assert.Equal([.. all.Where(IsOrganizer).Except(OnlyTheSites), .. OnlyBiceps], accepted);
        Assert.True(accepted.Count >= 7 * 8, $"{accepted.Count} addresses.");
        // The site's mails may come from more, such as a mailbox on the same machine; no provider takes those.
        Assert.All(accepted, address => Assert.Empty(Mistakes(new MailSettings { Mailer = MailerKind.Smtp, SmtpHost = "smtp.example.org", MailFrom = address, MailReplyTo = address })));

        static bool IsOrganizer(string text) => text.Length > 0 && Mistakes(new OrganizerSettings { Organizers = text }).Length == 0 && !text.Contains(',', StringComparison.Ordinal);
    }

    [BicepFact]
    public void A_public_address_that_bicep_takes_is_one_for_the_site_and_the_other_way_round()
    {
        string[] all = [.. from host in Hosts from end in Ends select $"https://{host}{end}", .. OnlyTheSitesHosts, "HTTPS://tickets.example.org", "http://tickets.example.org", "https:/tickets.example.org", "https://", "tickets.example.org", "nowhere", ""];
        var accepted = Bicep.Accepted("isSite", all);

        Assert.Equal(all.Where(IsSite).Except(OnlyTheSitesHosts), accepted);
        Assert.Equal((6 * 2) + 1, accepted.Count);

        static bool IsSite(string text) => Mistakes(new SiteSettings { FestivalId = "sample", PublicUrl = text }).Length == 0;
    }

    private static string[] Mistakes(IValidatableObject settings) => [.. settings.Validate(new ValidationContext(settings)).SelectMany(result => result.MemberNames)];
}
