using System.Net;
using Esik.Doors;
using Esik.Organizers;
using Esik.Programmes;
using Esik.Registrations;

namespace Esik.Hosting.Standalone.Commands;

/// <summary>The addresses that start prints and writes to <c>links.txt</c>, <c>name url</c> a line.</summary>
public sealed class HomeLinks(HomeSite home)
{
    public const string File = "links.txt";

    /// <summary>How long the printed links can be used; another start prints others.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    // Whoever may read the terminal may be organizer: the name only shows who it was.
    private const string OrganizerAtHome = "start@home.invalid";

    private readonly SiteSettings site = home.Get<SiteSettings>();

    /// <summary>Makes the links. Without <see cref="SiteSettings.DevPages"/> there is the programme alone.</summary>
    public async Task<IReadOnlyList<(string Name, string Url)>> CreateAsync(CancellationToken stop)
    {
        List<(string, string)> links = [("programme", site.Public.AbsoluteUri)];
        if (site.DevPages)
        {
            links.Add(("door", await DoorAsync(stop)));
            links.Add(("organizer", await OrganizerAsync(stop)));
        }
        if (site.MailboxIsOpen && home.Get<Mails.MailSettings>().Mailer == Mails.MailerKind.Folder)
            links.Add(("mailbox", site.Link("dev/mailbox")));
        return links;
    }

    private async Task<string> DoorAsync(CancellationToken stop)
    {
        var programme = await home.Get<IProgrammes>().CurrentAsync(stop);
        var code = await home.Get<DoorDesk>().CreatePassAsync([.. programme.Doors.Select(door => door.Id)], Lifetime, reusable: true, stop);
        return site.Link("door") + "#" + WebUtility.UrlEncode(code);
    }

    private async Task<string> OrganizerAsync(CancellationToken stop)
    {
        var links = home.Get<OrganizerLinks>();
        return links.AddressOf(await links.CreateAsync(EmailAddress.Parse(OrganizerAtHome)!, reusable: true, Lifetime, stop));
    }
}
