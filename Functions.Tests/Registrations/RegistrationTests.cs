using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Slots;

namespace Esik.Registrations.Tests;

/// <summary>Signing up over HTTP, on a real site over real storage.</summary>
public sealed class RegistrationTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private TestSite site = null!;

    public async Task InitializeAsync()
    {
        site = await TestSite.StartAsync();
        await site.ImportAsync(TestProgramme.Of(
            Now,
            TestProgramme.Slot("small", Now, capacity: 2),
            TestProgramme.Slot("soon", Now) with { SignUpOpens = Now.AddMinutes(30) },
            TestProgramme.Slot("closed", Now) with { SignUpCloses = Now.AddMinutes(-1) },
            TestProgramme.Slot("cancelled", Now) with { Cancelled = true }));
    }

    public Task DisposeAsync() => site.DisposeAsync().AsTask();

    [Fact]
    public async Task A_guest_who_finds_a_place_gets_a_ticket()
    {
        var answer = await RegisterAsync("small", "aigul@example.org", party: 2);
        Assert.Equal(HttpStatusCode.Created, answer.Status);
        Assert.Equal("confirmed", answer.Json.GetProperty("answer").GetString());
        Assert.Equal(116, answer.Json.GetProperty("ticket").GetProperty("token").GetString()!.Length);
        var ledger = await site.Get<SlotTable>().ReadLedgerAsync("small", CancellationToken.None);
        Assert.Equal((2, 0, 2), (ledger!.Ledger.Taken, ledger.Ledger.Waiting, ((Tally)ledger.Tally!.Value.Row).Taken));
    }

    [Fact]
    public async Task A_full_slot_gives_places_in_line_in_order()
    {
        await RegisterAsync("small", "first@example.org", party: 2);
        var second = await RegisterAsync("small", "second@example.org");
        var third = await RegisterAsync("small", "third@example.org");
        Assert.Equal(HttpStatusCode.Accepted, second.Status);
        Assert.Equal(("waiting", 1), (second.Json.GetProperty("answer").GetString(), second.Json.GetProperty("place").GetInt32()));
        Assert.Equal(2, third.Json.GetProperty("place").GetInt32());
    }

    [Fact]
    public async Task The_same_request_again_gives_the_same_registration()
    {
        var request = SignUp.NewRequestId();
        var first = await RegisterAsync("small", "aigul@example.org", requestId: request);
        var second = await RegisterAsync("small", "AIGUL@example.org ", requestId: request);
        Assert.Equal(first.Json.GetRawText(), second.Json.GetRawText());
        Assert.Equal(HttpStatusCode.Created, second.Status);
    }

    [Fact]
    public async Task Another_request_of_the_same_guest_never_shows_the_ticket()
    {
        await RegisterAsync("small", "aigul@example.org");
        var second = await RegisterAsync("small", "aigul@example.org");
        Assert.Equal("""{"answer":"already-registered"}""", second.Json.GetRawText());
        Assert.Equal(HttpStatusCode.OK, second.Status);
    }

    [Fact]
    public async Task The_same_request_with_other_content_is_refused()
    {
        var request = SignUp.NewRequestId();
        await RegisterAsync("small", "aigul@example.org", party: 1, requestId: request);
        var changed = await RegisterAsync("small", "aigul@example.org", party: 2, requestId: request);
        Assert.Equal((HttpStatusCode.Conflict, "request-changed"), (changed.Status, changed.Json.GetProperty("code").GetString()));
    }

    [Theory]
    [InlineData("soon", 409, "sign-up-not-open")]
    [InlineData("closed", 409, "sign-up-closed")]
    [InlineData("cancelled", 410, "slot-cancelled")]
    [InlineData("no-such-slot", 404, "slot-not-found")]
    public async Task A_slot_that_takes_nobody_says_why(string slot, int status, string code)
    {
        var answer = await RegisterAsync(slot, "aigul@example.org");
        Assert.Equal((status, code), ((int)answer.Status, answer.Json.GetProperty("code").GetString()));
    }

    private async Task<(HttpStatusCode Status, JsonElement Json)> RegisterAsync(string slot, string email, int party = 1, string? requestId = null)
    {
        using var answer = await site.Client.PostAsJsonAsync(
            $"/api/slots/{slot}/registrations",
            new { name = "Айгүл Әбенова", email, party, language = "kk", consent = true, requestId = requestId ?? SignUp.NewRequestId() });
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }
}
