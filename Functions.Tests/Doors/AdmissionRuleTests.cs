using Esik.Tickets;

namespace Esik.Doors.Tests;

/// <summary>The server's rule against the table that the phones' rule is held against, too.</summary>
public class AdmissionRuleTests
{
    private const int CasesMin = 120;

    public static TheoryData<string> Names => [.. AdmissionCases.All.Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_rule_answers_as_the_table_says(string name)
    {
        var one = AdmissionCases.All.Single(other => other.Name == name);
        Assert.Equal(one.Expected, AdmissionRule.Decide(AdmissionCases.Question(one.Given)));
    }

    [Fact]
    public void The_table_is_large_and_names_each_case_once()
    {
        Assert.InRange(AdmissionCases.All.Count, CasesMin, 1_000);
        Assert.Equal(AdmissionCases.All.Count, AdmissionCases.All.Select(one => one.Name).Distinct().Count());
    }

    [Fact]
    public void Every_answer_and_every_cause_is_in_the_table()
    {
        Assert.Equal(Enum.GetValues<DoorAnswer>(), AdmissionCases.All.Select(one => one.Expected.Answer).Distinct().Order());
        Assert.Equal(Enum.GetValues<ClashCause>(), AdmissionCases.All.Select(one => one.Expected.Cause).OfType<ClashCause>().Distinct().Order());
    }

    // Every pair of what is done and what is answered to it has its branch; which pairs there are is written down here once.
    [Fact]
    public void Every_branch_of_every_kind_is_in_the_table()
    {
        DoorAnswer[] place = [DoorAnswer.NotYourDoor, DoorAnswer.SlotCancelled, DoorAnswer.TooEarly, DoorAnswer.Over];
        Assert.Equal(
            Enum.GetValues<DoorAnswer>().Except([DoorAnswer.Full, DoorAnswer.Undone, DoorAnswer.NotUndone]),
            AnswersTo(ScanKind.Scan));
        Assert.Equal([.. place, DoorAnswer.Welcome, DoorAnswer.Full, DoorAnswer.AskLead, DoorAnswer.Clash], AnswersTo(ScanKind.WalkIn));
        Assert.Equal([DoorAnswer.Undone, DoorAnswer.NotUndone], AnswersTo(ScanKind.Undo));
        var asked = AdmissionCases.All.Select(one => AdmissionCases.Question(one.Given)).ToList();
        Assert.Equal(Enum.GetValues<TicketStanding>(), asked.Select(question => question.Ticket.Known?.State).OfType<TicketStanding>().Distinct().Order());
        Assert.Equal(Enum.GetValues<TicketVoid>(), asked.Select(question => question.Ticket.Void).OfType<TicketVoid>().Distinct().Order());
        Assert.Equal(Enum.GetValues<TicketVerdict>(), asked.Select(question => question.Code.Verdict).Distinct().Order());
    }

    public static TheoryData<string> Inputs => [.. AdmissionCases.Paths(AdmissionCases.Defaults), "undoes.places", "undoes.sameDevice", "undoes.door", "undoes.at", "undoes.undone"];

    // A rule that overlooks one of its inputs answers some case as if that input were as usual: the table has to notice.
    [Theory]
    [MemberData(nameof(Inputs))]
    public void A_rule_that_overlooks_an_input_is_found(string path)
    {
        var found = AdmissionCases.All.Where(one => AdmissionRule.Decide(AdmissionCases.Question(Overlooking(one.Given, path))) != one.Expected).ToList();
        Assert.NotEmpty(found);
    }

    [Fact]
    public void Every_answer_has_a_code_of_its_own_and_is_found_by_it() => Assert.All(Enum.GetValues<DoorAnswer>(), answer => Assert.Equal(answer, DoorAnswerCodes.Parse(answer.Code())));

    private static IEnumerable<DoorAnswer> AnswersTo(ScanKind kind) => AdmissionCases.All
        .Where(one => AdmissionCases.Question(one.Given).Kind == kind).Select(one => one.Expected.Answer).Distinct().Order();

    private static System.Text.Json.Nodes.JsonObject Overlooking(System.Text.Json.Nodes.JsonObject given, string path)
    {
        if (!path.StartsWith("undoes.", StringComparison.Ordinal))
            return AdmissionCases.WithDefault(given, path);
        var copy = given.DeepClone().AsObject();
        var usual = AdmissionCases.All.First(one => one.Expected.Answer == DoorAnswer.Undone).Given["undoes"]!;
        if (copy["undoes"] is System.Text.Json.Nodes.JsonObject undoes)
            undoes[path[7..]] = usual[path[7..]]!.DeepClone();
        return copy;
    }
}
