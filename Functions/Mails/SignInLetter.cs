using Esik.Languages;
using Esik.Organizers;
using Esik.Programmes;

namespace Esik.Mails;

/// <summary>The letter that lets an organizer in.</summary>
public static class SignInLetter
{
    public static Letter Write(OrganizerLink link, string url, Festival festival, DateTimeOffset now)
    {
        var t = Texts.Catalogue.In(link.Language);
        var minutes = Math.Max(1, (int)Math.Round((link.Expires - now).TotalMinutes));
        return new Letter
        {
            Language = link.Language,
            Subject = t["mail.sign-in.subject", ("festival", festival.Name.In(link.Language))],
            Heading = t["mail.sign-in.heading"],
            Lead = t["mail.sign-in.lead", ("n", minutes)],
            Button = new(t["mail.sign-in.button"], url),
            Notes = [t["mail.sign-in.note"]],
            Footer = festival.Name.In(link.Language),
        };
    }
}
