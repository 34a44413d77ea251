namespace Esik.Programmes;

/// <summary>The programme that is in force.</summary>
public interface IProgrammes
{
    /// <summary>As storage has it, at most a few seconds old. A festival that was never imported throws <see cref="ProgrammeMissingException"/>.</summary>
    Task<Programme> CurrentAsync(CancellationToken stop);
}

/// <summary>Nothing was imported yet for the festival that this site serves.</summary>
public sealed class ProgrammeMissingException(string festival)
    : Exception($"The storage has no programme of the festival '{festival}': import its file with scripts/programme import FILE.");
