using System.Text.Encodings.Web;
using System.Text.Unicode;
using Esik.Languages;
using Esik.Programmes;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Esik.Pages.Tests;

/// <summary>Guest pages rendered as a guest gets them, without a site.</summary>
internal static class PageKit
{
    public static readonly Programme Programme = SmallFestival.Programme;

    /// <summary>Sign-up for the slot <c>clay</c> is open.</summary>
    public static readonly DateTimeOffset Now = new(2027, 3, 10, 12, 0, 0, TimeSpan.Zero);

    public static readonly SignUpForm Form = new("0123456789abcdef", "the-proof");

    public static SlotView View(int free = 7, DateTimeOffset? now = null, string slot = "clay") => SlotView.Of(Programme, Programme.SlotById(slot)!, free, now ?? Now);

    public static Task<string> SlotAsync(SlotView view, SignUpForm? form = null, Hosting.Problem? refusal = null, Language language = Language.English) =>
        RenderAsync<SlotPage>(new() { ["View"] = view, ["Festival"] = Programme.Festival, ["Language"] = language, ["Form"] = form ?? Form, ["Refusal"] = refusal });

    public static Task<string> TicketAsync(TicketView view, Language language = Language.English, Hosting.Problem? refusal = null) =>
        RenderAsync<TicketPage>(new() { ["View"] = view, ["Festival"] = Programme.Festival, ["Language"] = language, ["Refusal"] = refusal });

    public static Task<string> WithdrawAsync(TicketView view, Language language = Language.English, Hosting.Problem? refusal = null) =>
        RenderAsync<WithdrawPage>(new() { ["View"] = view, ["Festival"] = Programme.Festival, ["Language"] = language, ["Refusal"] = refusal });

    public static Task<string> ChangeAsync(TicketView view, Language language = Language.English, TicketForm? form = null, Hosting.Problem? refusal = null) => RenderAsync<ChangePage>(new()
    {
        ["View"] = view,
        ["Festival"] = Programme.Festival,
        ["Language"] = language,
        ["Form"] = form ?? new TicketForm("0123456789abcdef", view.Name),
        ["Refusal"] = refusal,
    });

    public static TicketView Ticket(TicketState state) => new(state, View(), "AAECAwQFBgcICQoLDA0ODxAR", "Айгүл <i>", 2)
    {
        ShortCode = state == TicketState.Confirmed ? "ABCD-EFGH" : null,
        WaitingPlace = state == TicketState.Waiting ? 7 : null,
        WaitingSize = state == TicketState.Waiting ? 12 : null,
        Reason = state == TicketState.Withdrawn ? WithdrawalReason.GivenBack : null,
        OfferedUntil = state == TicketState.Offered ? Now : null,
    };

    /// <summary>Every guest page in a language, by a name for the test's message.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> AllAsync(Language language)
    {
        var festival = Programme.Festival;
        var pages = new Dictionary<string, string>
        {
            ["programme"] = await ProgrammeAsync(new ProgrammeFilter(), language),
            ["nothing found"] = await ProgrammeAsync(new ProgrammeFilter("master-class", "gallery"), language),
            ["slot"] = await SlotAsync(View(), language: language),
            ["full slot"] = await SlotAsync(View(free: 0), language: language),
            ["refused form"] = await SlotAsync(View(), Form with { Name = "\"'<script>&" }, new Hosting.Problem(422, "name-unusable", "name"), language),
            ["busy"] = await SlotAsync(View(), refusal: Hosting.Problem.Busy(), language: language),
            ["open entrance"] = await SlotAsync(View(slot: "walls"), language: language),
            ["already registered"] = await RenderAsync<AlreadyRegisteredPage>(new() { ["Slot"] = Programme.SlotById("clay"), ["Festival"] = festival, ["Language"] = language }),
            ["privacy"] = await RenderAsync<PrivacyPage>(new() { ["Festival"] = festival, ["Language"] = language }),
            ["not found"] = await RenderAsync<ProblemPage>(new() { ["Problem"] = Hosting.Problem.NotFound, ["Language"] = language }),
        };
        foreach (var state in Enum.GetValues<TicketState>())
            pages[$"ticket {state}"] = await TicketAsync(Ticket(state), language);
        pages["ticket moved"] = await TicketAsync(Ticket(TicketState.Withdrawn) with { Reason = WithdrawalReason.Moved }, language);
        pages["ticket after a change"] = await TicketAsync(Ticket(TicketState.Confirmed) with { Notice = TicketNotice.Party }, language);
        pages["ticket just sent"] = await TicketAsync(Ticket(TicketState.Confirmed), language, new Hosting.Problem(429, "just-sent") { Values = [("sent", "14:03"), ("again", "14:13")] });
        pages["offer of the mail"] = await TicketAsync(Ticket(TicketState.Offered) with { MailCode = "a-code" }, language);
        pages["offer that needs the mail"] = await TicketAsync(Ticket(TicketState.Offered) with { NeedsMail = true }, language);
        pages["withdraw"] = await WithdrawAsync(Ticket(TicketState.Confirmed), language);
        pages["withdraw refused"] = await WithdrawAsync(Ticket(TicketState.Confirmed), language, new Hosting.Problem(409, "already-inside"));
        pages["leave the line"] = await WithdrawAsync(Ticket(TicketState.Waiting), language);
        pages["change"] = await ChangeAsync(Ticket(TicketState.Confirmed), language);
        pages["change of one place"] = await ChangeAsync(Ticket(TicketState.Waiting) with { Party = 1 }, language);
        pages["change refused"] = await ChangeAsync(Ticket(TicketState.Confirmed), language, new TicketForm("0123456789abcdef", "Айгүл", "9", "\"'<script>&"), new Hosting.Problem(422, "email-unusable", "email"));
        return pages;
    }

    public static Task<string> ProgrammeAsync(ProgrammeFilter filter, Language language) => RenderAsync<ProgrammePage>(new()
    {
        ["View"] = ProgrammeView.Of(Programme, filter, _ => 4, Now),
        ["Language"] = language,
    });

    public static async Task<string> RenderAsync<TPage>(Dictionary<string, object?> parameters)
        where TPage : IComponent
    {
        await using var services = new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(ParameterView.FromDictionary(parameters))).ToHtmlString());
    }
}
