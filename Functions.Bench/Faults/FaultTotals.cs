using System.Globalization;
using Esik.Bench.Reports;

namespace Esik.Bench.Faults;

/// <summary>What many runs come to.</summary>
/// <param name="Good">In which nothing was wrong, mails that came later included.</param>
public sealed record FaultTotals(int Runs, int Good, int Guests, int Withdrawn, int AnswersLost, int RequestsLost, int OtherFaults, int Kills)
{
    private const string Table = "All runs";

    public static FaultTotals Of(IReadOnlyCollection<FaultResult> results, int good) => new(
        results.Count,
        good,
        results.Sum(result => result.Answered),
        results.Sum(result => result.Withdrawn),
        results.Sum(AnswersLostIn),
        results.Sum(RequestsLostIn),
        results.Sum(result => result.Struck.Where(fate => fate.Key != Fate.Pass).Sum(fate => fate.Value) - AnswersLostIn(result) - RequestsLostIn(result)),
        results.Count(result => result.Kill is not null));

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Good} of {Runs} runs were good: {Guests:#,0} guests answered, {Withdrawn:#,0} withdrew, {AnswersLost:#,0} answers lost, {RequestsLost:#,0} requests lost, {OtherFaults:#,0} other faults, {Kills} processes killed.");

    /// <summary>For the document.</summary>
    public Findings AsFindings()
    {
        var findings = new Findings();
        findings.Add("faults.good", (double)Good / Runs);
        findings.Row(
            Table, "number", ("runs", Runs), ("good", Good), ("guests answered", Guests), ("withdrew", Withdrawn), ("answers lost", AnswersLost),
            ("requests lost", RequestsLost), ("other faults", OtherFaults), ("processes killed", Kills));
        findings.Note("Each run: a rush at three processes of the real program over a wire that loses 5 % of storage's answers and 2.5 % of the requests, and delays, cuts and refuses others; one process is killed while guests wait for its answers, and they ask the others.");
        findings.Note("Some guests sign up as programs, some by the form, some give their places back at once. Good is a run after which the audit finds nothing, everybody was answered, everybody is stored as was said, and the same request is told the same again.");
        return findings;
    }

    private static int AnswersLostIn(FaultResult result) => result.Times(Fate.LoseAnswer) + result.Times(Fate.CutAnswer);

    private static int RequestsLostIn(FaultResult result) => result.Times(Fate.LoseRequest);
}
