namespace Esik.Bench.Reports;

/// <summary>A measure's name in the report and in the JSON, and what it has to reach.</summary>
/// <param name="AtLeast">Null: no lower limit.</param>
/// <param name="AtMost">Null: no upper limit. With neither, the measure is reported only.</param>
public sealed record Goal(string Name, string Meaning, string Unit, double? AtLeast = null, double? AtMost = null)
{
    /// <summary>In the order of the report.</summary>
    public static IReadOnlyList<Goal> All { get; } =
    [
        new("engine.vs_naive", "engine, one process, slot of 200: Esik / (a) read, check, write", "times", AtLeast: 15),
        new("engine.vs_postgres", "engine, one process, slot of 200: Esik / (b) the better PostgreSQL lock", "times", AtLeast: 4),
        new("engine.vs_ceiling", "engine, one process, slot of 200: registrations / rows of (d)", "times", AtLeast: 0.6),
        new("engine4.per_s", "engine, four processes, +20 ms: registrations", "per s", AtLeast: 2000),
        new("engine4.p99_s", "engine, four processes, +20 ms: wait, p99", "s", AtMost: 0.7),
        new("engine16.per_s", "engine, 16 writers on one slot, +20 ms: registrations", "per s"),
        new("engine40.per_s", "engine, 40 writers on one slot, +20 ms: registrations", "per s"),
        new("engine16.vs_engine4", "16 writers / four", "times", AtLeast: 0.5),
        new("engine40.vs_engine4", "40 writers / four", "times", AtLeast: 0.5),
        new("http.per_s", "HTTP, one process, slot of 200: registrations", "per s", AtLeast: 1200),
        new("http.vs_postgres", "HTTP, one process: Esik / (b) behind the same form", "times", AtLeast: 2),
        new("http.peak_mb", "HTTP, one process, 500 at a time: memory of the site's process at its most", "MB"),
        new("burst.p99_s", "HTTP, 5,000 at once: wait until the definite answer, p99", "s", AtMost: 5),
        new("burst.first_try", "HTTP, 5,000 at once: share served at the first try", "share", AtLeast: 0.9),
        new("burst.answered", "HTTP, 5,000 at once: share served at the first try or at the one retry that was asked for", "share", AtLeast: 1),
        new("requests.rush", "storage requests a registration, in the rush, without mail", "each", AtMost: 0.05),
        new("requests.quiet", "storage requests a registration, on a quiet day, without mail", "each", AtMost: 3),
        new("requests.mail_quiet", "storage requests a mail, on a quiet day", "each", AtMost: 6),
        new("requests.mail_rush", "storage requests a mail, after the rush", "each", AtMost: 0.5),
        new("door.per_s", "doors, 64 devices, ten scans a post: scans", "per s"),
        new("door.vs_ceiling", "doors, 64 devices: scans / the storage's own single inserts", "times", AtLeast: 0.6),
        new("door.requests_per_scan", "storage requests a scan, ten a post", "each", AtMost: 1.2),
        new("door.hostile_p99_ms", "an altered code, read on the server, p99", "ms", AtMost: 5),
        new("mails.missing", "confirmed guests without their mail, in all drained runs", "guests", AtMost: 0),
        new("mails.doubled", "guests who were mailed twice, in all drained runs", "guests", AtMost: 0),
        new("door.pictures_read", "spoiled pictures of a ticket that the door page reads", "share", AtLeast: 15.0 / 16),
        new("door.frame_vs_decoder", "from the camera's picture to the answer on the page / the reader's own time for that picture", "times", AtMost: 1.5),
        new("cold.jit_vs_empty", "start to first page, compiled at run time: Esik / an empty application", "times", AtMost: 1.8),
        new("cold.r2r_vs_empty", "start to first page, compiled ahead: Esik / an empty application", "times", AtMost: 1.8),
        new("faults.good", "fault runs after which nobody was misinformed and nothing lost", "share", AtLeast: 1),
        new("cold.package_mb", "package for linux-x64, compiled ahead, zipped", "MB"),
    ];

    /// <summary>Null: it has no limit, so it is only reported.</summary>
    public bool? IsMetBy(double value) => (AtLeast, AtMost) switch
    {
        (null, null) => null,
        _ => (AtLeast is not { } least || value >= least) && (AtMost is not { } most || value <= most),
    };

    public string Limit => (AtLeast, AtMost) switch
    {
        ({ } least, _) => $">= {Numbers.Of(least)}",
        (_, { } most) => $"<= {Numbers.Of(most)}",
        _ => "reported",
    };
}
