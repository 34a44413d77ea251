using System.Diagnostics;
using Esik.Signals;
using OpenTelemetry;

namespace Esik.Hosting;

/// <summary>
/// Lets only known tags leave with a span. The web server's own would name the path, and a ticket's path opens the ticket; a sign-in
/// link stands in a query. What a later version adds stays here too, until somebody has looked at it.
/// </summary>
public sealed class SpanGuard : BaseProcessor<Activity>
{
    private static readonly HashSet<string> Known =
    [
        "http.request.method", "http.route", "http.response.status_code", "error.type", "network.protocol.version", "url.scheme",
        Traces.SlotTag, Traces.ChangesTag, Traces.ConflictsTag, Traces.MailTag, Traces.AnswerTag, Traces.StatusTag,
    ];

    public override void OnEnd(Activity data)
    {
        foreach (var name in data.TagObjects.Select(tag => tag.Key).Where(name => !Known.Contains(name)).ToList())
            data.SetTag(name, null);
        // Callers may send one with their request, and anything may stand in it. A span that has none answers with that of the span around it.
        data.TraceStateString = "";
    }
}
