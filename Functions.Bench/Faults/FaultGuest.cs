using Esik.Registrations;

namespace Esik.Bench.Faults;

/// <summary>What a guest was told in the end.</summary>
/// <param name="Status">0: never answered.</param>
/// <param name="Answer"><c>confirmed</c>, <c>waiting</c>, <c>offered</c>, <c>already-registered</c>, or the code of a refusal.</param>
/// <param name="Token">Of the ticket, when confirmed.</param>
/// <param name="Key">Of the ticket's page; null when there is none to show.</param>
public sealed record GuestAnswer(int Status, string Answer, string? Token, string? Key = null)
{
    public static readonly GuestAnswer None = new(0, "", null);
}

/// <summary>
/// A guest in a fault run. Asks one process, and when that does not answer or is busy, another, with the same request, until answered;
/// waits as long as "busy" asks for.
/// </summary>
/// <param name="ways">How it speaks with a process.</param>
/// <param name="withdraws">Whether it gives its places back as soon as it has an answer.</param>
public sealed class FaultGuest(int number, string slot, int party, FaultWays ways, bool withdraws)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FaultRequest request = new(number, slot, party, SignUp.NewRequestId());

    public string Email => request.Email;

    public string Slot => slot;

    public int Party => party;

    /// <summary>The first definite answer, <see cref="GuestAnswer.None"/> as long as there is none.</summary>
    public GuestAnswer Answer { get; private set; } = GuestAnswer.None;

    /// <summary>What it was told of its withdrawal; null when it wanted none.</summary>
    public GuestAnswer? Withdrawal { get; private set; }

    /// <summary>What the same request is told again, when all is over.</summary>
    public GuestAnswer Again { get; private set; } = GuestAnswer.None;

    /// <summary>Requests that were needed for the first answer.</summary>
    public int Tries { get; private set; }

    /// <summary>Which process gave the first answer, by its number.</summary>
    public int AnsweredBy { get; private set; } = -1;

    /// <param name="sites">The processes, the guest's own first; a dead one answers nothing.</param>
    /// <param name="answered">Told which of them answered.</param>
    public async Task RegisterAsync(IReadOnlyList<HttpClient> sites, Action<int> answered)
    {
        (Answer, Tries, AnsweredBy) = await UntilAnsweredAsync(sites, site => ways.RegisterAsync(site, request));
        if (Answer == GuestAnswer.None)
            return;
        answered(AnsweredBy);
        if (withdraws && Answer.Key is { } key)
            (Withdrawal, _, _) = await UntilAnsweredAsync(sites, site => FaultWays.WithdrawAsync(site, key));
    }

    /// <summary>Asks once more, as somebody who lost the answer would.</summary>
    /// <param name="sites">Those that live.</param>
    public async Task RepeatAsync(IReadOnlyList<HttpClient> sites) => (Again, _, _) = await UntilAnsweredAsync(sites, site => ways.RegisterAsync(site, request));

    private async Task<(GuestAnswer Answer, int Tries, int Site)> UntilAnsweredAsync(IReadOnlyList<HttpClient> sites, Func<HttpClient, Task<FaultReply>> ask)
    {
        var end = TimeProvider.System.GetUtcNow() + Patience;
        var tries = 0;
        for (var site = number % sites.Count; TimeProvider.System.GetUtcNow() < end; site = (site + 1) % sites.Count)
        {
            tries++;
            var reply = await ask(sites[site]);
            if (reply.Answer is { } answer)
                return (answer, tries, site);
            await Task.Delay(reply.Pause);
        }
        return (GuestAnswer.None, tries, -1);
    }
}
