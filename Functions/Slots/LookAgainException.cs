namespace Esik.Slots;

/// <summary>
/// Counts and rows of a slot do not fit each other, because they were read at different moments and another process stored something
/// in between. The writer reads them anew and has the change decide again; if that does not help, the slot's rows are damaged.
/// </summary>
/// <param name="missing">The key of a row that has to be there and was not read; null when there is none such.</param>
public sealed class LookAgainException(string message, string? missing = null) : InvalidOperationException(message)
{
    public string? Missing => missing;
}
