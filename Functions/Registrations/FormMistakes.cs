namespace Esik.Registrations;

/// <summary>What is wrong in a form, in the reader's language, by field and in the order of the fields on the page.</summary>
public sealed record FormMistakes(IReadOnlyList<FormMistake> All)
{
    public static readonly FormMistakes None = new([]);

    private static readonly string[] Shown = [SignUpForm.NameField, SignUpForm.EmailField, SignUpForm.PartyField, SignUpForm.ConsentField];

    /// <summary>Mistakes in fields that a guest sees, one a field. What concerns hidden fields is not the guest's to correct and is left out.</summary>
    public static FormMistakes Of(IEnumerable<(string? Field, string Text)> refusals) => new(
        [.. refusals
            .Where(refusal => Shown.Contains(refusal.Field))
            .DistinctBy(refusal => refusal.Field)
            .OrderBy(refusal => Array.IndexOf(Shown, refusal.Field))
            .Select(refusal => new FormMistake(refusal.Field!, refusal.Text))]);

    /// <summary>The mistake in a field; null when it is right.</summary>
    public string? In(string field) => All.FirstOrDefault(mistake => mistake.Field == field)?.Text;

    /// <summary>For a field's <c>aria-invalid</c>.</summary>
    public string? Invalid(string field) => In(field) is null ? null : "true";

    /// <summary>For a field's <c>aria-describedby</c>: its hint, and what is wrong with it.</summary>
    public string? Described(string field, string? hint = null) => (hint, In(field)) switch
    {
        (null, null) => null,
        (_, null) => hint,
        (null, _) => field + "-mistake",
        _ => $"{hint} {field}-mistake",
    };
}

/// <summary>One mistake.</summary>
/// <param name="Field">The field's name, which is also its id on the page.</param>
public sealed record FormMistake(string Field, string Text);
