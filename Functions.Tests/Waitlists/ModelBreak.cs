namespace Esik.Waitlists.Tests;

/// <summary>Ways to break the real thing, which the model has to find.</summary>
[Flags]
internal enum ModelBreak
{
    None = 0,

    /// <summary>The line is read last in line first.</summary>
    LineReversed = 1,

    /// <summary>Messages never come, so no offer ends.</summary>
    MessagesLost = 2,

    /// <summary>Messages end offers and look at no line, so nobody does after a process that died.</summary>
    MessagesMoveNothing = 4,
}

/// <summary>The line, last in line first.</summary>
internal sealed class ReversedLines(Func<ILines> lines) : ILines
{
    public async Task<Line> ReadAsync(string slot, CancellationToken stop) => new([.. (await lines().ReadAsync(slot, stop)).Parties.Reverse()]);
}
