using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace Esik.Against.Tests;

/// <summary>Taking places, and giving them back: each test withdraws what it took.</summary>
[Collection(AgainstCollection.Name)]
public sealed class SigningUpTests(AgainstSite site)
{
    [AgainstFact(AgainstNeed.OwnSlot)]
    public async Task A_sign_up_by_json_gives_a_ticket_in_every_form_and_can_be_withdrawn()
    {
        var guest = Guest();
        using var answer = await site.RegisterAsync(guest);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.StatusCode == HttpStatusCode.Created && json.GetProperty("answer").GetString() == "confirmed", $"{answer.StatusCode}: {json}");
        var key = json.GetProperty("ticket").GetProperty("key").GetString()!;
        await ExpectTicketAsync(key);

        using var again = await site.RegisterAsync(guest);
        Assert.Equal(key, (await again.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("ticket").GetProperty("key").GetString());
        using var other = await site.RegisterAsync(guest with { RequestId = Id() });
        Assert.Equal((HttpStatusCode.OK, "{\"answer\":\"already-registered\"}"), (other.StatusCode, await other.Content.ReadAsStringAsync()));

        await WithdrawAsync(key);
        using var gone = await site.GetAsync($"tickets/{key}.png", "application/json");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    [AgainstFact(AgainstNeed.OwnSlot)]
    public async Task A_sign_up_by_the_form_leads_to_the_ticket_and_a_second_one_tells_nothing()
    {
        var guest = Guest();
        using var first = await PostFormAsync(guest);
        Assert.Equal(HttpStatusCode.SeeOther, first.StatusCode);
        var page = first.Headers.Location!.OriginalString;
        Assert.StartsWith("/ru/tickets/", page, StringComparison.Ordinal);
        using var second = await PostFormAsync(guest);
        var text = await second.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.DoesNotContain("/tickets/", text, StringComparison.Ordinal);
        await WithdrawAsync(page.Split('/')[^1].Split('?')[0]);
    }

    private async Task ExpectTicketAsync(string key)
    {
        foreach (var (path, type, begins) in new (string, string, byte[])[]
        {
            ($"kk/tickets/{key}", "text/html", "<"u8.ToArray()),
            ($"tickets/{key}.png", "image/png", [0x89, .. "PNG"u8]),
            ($"tickets/{key}.svg", "image/svg+xml", "<"u8.ToArray()),
            ($"tickets/{key}.pdf", "application/pdf", "%PDF-"u8.ToArray()),
            ($"tickets/{key}.ics", "text/calendar", "BEGIN:VCALENDAR"u8.ToArray()),
        })
        {
            using var file = await site.GetAsync(path, "*/*");
            var bytes = await file.Content.ReadAsByteArrayAsync();
            Assert.True(file.StatusCode == HttpStatusCode.OK && file.Content.Headers.ContentType?.MediaType == type, $"{path}: {file.StatusCode} {file.Content.Headers.ContentType}");
            Assert.True(bytes.AsSpan().TrimStart("\uFEFF"u8).StartsWith(begins), $"{path} begins with {Encoding.UTF8.GetString(bytes[..Math.Min(20, bytes.Length)])}");
            Assert.True(file.Headers.CacheControl?.NoStore, path);
        }
    }

    private async Task<HttpResponseMessage> PostFormAsync(GuestJson guest)
    {
        using var page = await site.GetAsync($"ru/slots/{site.Slot}");
        var text = await page.Content.ReadAsStringAsync();
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["name"] = guest.Name,
            ["email"] = guest.Email,
            ["party"] = "1",
            ["consent"] = "yes",
            ["requestId"] = Field(text, "requestId"),
            ["proof"] = Field(text, "proof"),
        });
        return await site.PostAsync($"ru/slots/{site.Slot}", form);
    }

    private async Task WithdrawAsync(string key)
    {
        using var answer = await site.PostAsync($"api/tickets/{key}/withdraw", JsonContent.Create(new { requestId = Id() }), "application/json");
        Assert.True(answer.IsSuccessStatusCode, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static string Field(string page, string name)
    {
        var mark = $"name=\"{name}\" value=\"";
        var from = page.IndexOf(mark, StringComparison.Ordinal) + mark.Length;
        Assert.True(from >= mark.Length, $"The form has no field {name}.");
        return WebUtility.HtmlDecode(page[from..page.IndexOf('"', from)]);
    }

    private static string Id() => Guid.NewGuid().ToString();

    private static GuestJson Guest() => new("Айгүл Әбенова", $"check-{Guid.NewGuid():N}@example.org", 1, "kk", true, Id());

    private sealed record GuestJson(string Name, string Email, int Party, string Language, bool Consent, string RequestId);
}
