using System.Diagnostics;

namespace Esik.Signals;

/// <summary>
/// Esik's own spans, from a request over the group that stores its change to the mails that follow. Names and tags say what was done
/// and at which slot, never for whom. While nobody records, starting one costs a look at a flag.
/// </summary>
public static class Traces
{
    /// <summary>Under this name an exporter asks for the spans.</summary>
    public const string SourceName = "Esik";

    public const string SlotTag = "esik.slot";
    public const string ChangesTag = "esik.changes";
    public const string ConflictsTag = "esik.conflicts";
    public const string MailTag = "esik.mail";
    public const string AnswerTag = "esik.answer";
    public const string StatusTag = "esik.storage.status";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Where this moment stands in a trace that is recorded, for a message to carry; null when none is.</summary>
    public static string? Here => Activity.Current is { Recorded: true, IdFormat: ActivityIdFormat.W3C } current ? current.Id : null;

    /// <summary>A group of changes on its way into storage. It belongs to the trace of the first asker that is recorded, and is linked to the others.</summary>
    public static Activity? Group(string slot, IEnumerable<ActivityContext> askers)
    {
        if (!Source.HasListeners())
            return null;
        var recorded = askers.Where(asker => asker.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)).Distinct().ToList();
        return recorded.Count == 0
            ? null
            : Source.StartActivity("slot group", ActivityKind.Internal, recorded[0], [new(SlotTag, slot)], recorded.Skip(1).Select(asker => new ActivityLink(asker)));
    }

    /// <summary>One try of a storage request, within whatever asked for it. What nobody asked for, such as a look into a queue, leaves no span.</summary>
    public static Activity? Storage(string what) => Activity.Current is null ? null : Source.StartActivity("storage " + what, ActivityKind.Client);

    /// <summary>The handling of an intent: it goes on with the trace that announced it, and is linked to the message that brought it.</summary>
    /// <param name="announcedAt">What <see cref="Here"/> was then; anything else begins a trace.</param>
    public static Activity? FollowUp(string? announcedAt)
    {
        if (!Source.HasListeners())
            return null;
        ActivityLink[] links = Activity.Current is { } bringer ? [new(bringer.Context)] : [];
        return ActivityContext.TryParse(announcedAt, null, isRemote: true, out var announced)
            ? Source.StartActivity("mail follow-up", ActivityKind.Consumer, announced, links: links)
            : Source.StartActivity("mail follow-up", ActivityKind.Consumer, parentContext: default, links: links);
    }

    /// <summary>One mail handed to the mailer.</summary>
    public static Activity? Mail(string kind) => Source.StartActivity("mail", ActivityKind.Client, parentContext: default, [new(MailTag, kind)]);
}
