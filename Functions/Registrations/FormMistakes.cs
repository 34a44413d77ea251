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
}

/// <summary>One mistake.</summary>
/// <param name="Field">The field's name, which is also its id on the page.</param>
public sealed record FormMistake(string Field, string Text);
