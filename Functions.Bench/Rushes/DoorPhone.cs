using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;

namespace Esik.Bench.Rushes;

/// <summary>A phone that hands in what it decided alone, in posts of so many scans.</summary>
public sealed class DoorPhone : IDisposable
{
    private readonly HttpClient http;
    private readonly Slot slot;

    public DoorPhone(Uri site, string bearer, Slot slot)
    {
        this.slot = slot;
        http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 1 }) { BaseAddress = site };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
    }

    /// <summary>Fetches the slot's roster, as every phone does first, and says how many bytes it is.</summary>
    public async Task<int> FetchAsync(CancellationToken stop) => (await http.GetByteArrayAsync($"api/door/roster/{slot.Id}", stop)).Length;

    /// <summary>Hands in one scan of each ticket; all must be welcome. The answer: how long each post took, in seconds.</summary>
    public async Task<IReadOnlyList<double>> HandInAsync(IEnumerable<Registration> tickets, int batch, CancellationToken stop)
    {
        var times = new List<double>();
        foreach (var some in tickets.Chunk(batch))
        {
            var scans = some.Select(Scan).ToList();
            var began = Stopwatch.GetTimestamp();
            using var answer = await http.PostAsJsonAsync("api/door/scans", new { sentAt = TimeProvider.System.GetUtcNow(), scans }, stop);
            var json = await answer.Content.ReadFromJsonAsync<JsonElement>(stop);
            times.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            if (!answer.IsSuccessStatusCode || json.GetProperty("answers").EnumerateArray().Any(one => one.GetProperty("answer").GetString() != "welcome"))
                throw new InvalidOperationException($"Not everybody was welcome: {json}");
        }
        return times;
    }

    public void Dispose() => http.Dispose();

    private object Scan(Registration ticket) => new
    {
        scanId = Guid.NewGuid().ToString(),
        slot = slot.Id,
        door = "hall",
        scannedAt = TimeProvider.System.GetUtcNow(),
        ticket = ticket.Ticket,
        issue = ticket.Issue,
        party = ticket.Party,
        proof = System.Buffers.Text.Base64Url.EncodeToString(TicketToken.Proof(ticket.Token(slot.Number)!)),
        places = ticket.Party,
        offline = true,
        shown = "welcome",
    };
}
