using System.Net;
using System.Text;
using Esik.Bench.Festivals;

namespace Esik.Bench.Rushes;

/// <summary>A guest in a browser: has opened a slot's page, typed, and sends its form; told that it is busy, waits as asked and sends it again.</summary>
public sealed class FormGuest(int number, string slot)
{
    // A guest who was sent away this often gives up; the report then says that not everybody was answered.
    private const int TriesMax = 20;

    private ReadOnlyMemory<byte> form;

    /// <summary>How often it was sent; 1 is a guest who was served at the first try.</summary>
    public int Tries { get; private set; }

    /// <summary>Status of the last answer: 303 leads to the ticket.</summary>
    public int Status { get; private set; }

    public async Task OpenFormAsync(GuestConnection connection, CancellationToken stop)
    {
        var page = await connection.SendAsync(Encoding.ASCII.GetBytes($"GET {Address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\n\r\n"), stop);
        if (page.Status != 200)
            throw new InvalidOperationException($"The page of {slot} answered {page.Status}.");
        var body = $"requestId={Field(page.Body, "requestId")}&proof={Field(page.Body, "proof")}&name={WebUtility.UrlEncode(BenchGuests.NameOf(number))}"
            + $"&email={WebUtility.UrlEncode(BenchGuests.EmailOf(number))}&party=1&consent=yes";
        form = Encoding.ASCII.GetBytes(
            $"POST {Address} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/html\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {body.Length}\r\n\r\n{body}");
    }

    public async Task SendFormAsync(GuestConnection connection, CancellationToken stop)
    {
        while (Tries < TriesMax)
        {
            Tries++;
            var reply = await connection.SendAsync(form, stop);
            Status = reply.Status;
            if (reply.Status != 503 || reply.RetryAfterSeconds is not { } seconds)
                return;
            await Task.Delay(TimeSpan.FromSeconds(seconds), stop);
        }
    }

    private string Address => $"/ru/slots/{slot}";

    private static string Field(string page, string name)
    {
        var at = page.IndexOf($"name=\"{name}\" value=\"", StringComparison.Ordinal);
        if (at < 0)
            throw new InvalidOperationException($"The form has no field {name}.");
        var from = at + name.Length + 15;
        return WebUtility.UrlEncode(WebUtility.HtmlDecode(page[from..page.IndexOf('"', from)]));
    }
}
