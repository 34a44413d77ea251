using Esik.Hosting;
using Esik.Slots;

namespace Esik.Registrations;

/// <summary>A sign-up as a program posts it.</summary>
public sealed record RegistrationJson(string? Name, string? Email, int? Party, string? Language, bool? Consent, string? RequestId)
{
    public SignUpInput Input() => new(Name, Email, Party is { } places ? $"{places}" : null, Language, Consent == true, RequestId);
}

/// <summary>What a program is told of a registration: <c>confirmed</c> with its ticket, or else its state, with the place in line when it has just joined it.</summary>
public sealed record RegistrationAnswerJson(string Answer, TicketJson? Ticket, int? Place, string? Url)
{
    public static RegistrationAnswerJson Of(Registration registration, Slot slot, SiteSettings site, DateTimeOffset now)
    {
        var key = registration.PageKey(slot.Number).Text;
        var url = site.Link($"{Languages.LanguageCodes.Code(registration.Language)}/tickets/{key}");
        return registration.Token(slot.Number) is { } token
            ? new("confirmed", new TicketJson(key, token, url), null, null)
            : new(AnswerOf(registration.State), null, registration.PlaceWithin(JoinedPlace.InAnswers, now), url);
    }

    /// <summary>The state as programs are told it.</summary>
    public static string AnswerOf(RegistrationState state) => state switch
    {
        RegistrationState.Confirmed => "confirmed",
        RegistrationState.Waiting => "waiting",
        RegistrationState.Offered => "offered",
        RegistrationState.Withdrawn => "withdrawn",
    };
}

public sealed record TicketJson(string Key, string Token, string Url);
