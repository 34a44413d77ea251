namespace Esik.Hosting.Standalone.Commands;

/// <summary>A command cannot be carried out. The message is one sentence for the person who typed it.</summary>
public sealed class CommandException(string message, bool isMisunderstanding = false) : Exception(message)
{
    /// <summary>What was typed makes no sense, whatever the state of things.</summary>
    public bool IsMisunderstanding { get; } = isMisunderstanding;
}

/// <summary>What a person typed after a command's name: <c>--option VALUE</c> or <c>--option=VALUE</c>, <c>--flag</c>, and the rest.</summary>
public sealed class CommandArguments
{
    private readonly Dictionary<string, string> values = [];
    private readonly HashSet<string> flags = [];
    private readonly List<string> rest = [];

    /// <exception cref="CommandException">An option is unknown or has no value.</exception>
    public CommandArguments(IReadOnlyList<string> typed, IReadOnlyCollection<string> options, IReadOnlyCollection<string>? flags = null)
    {
        for (var i = 0; i < typed.Count; i++)
        {
            var parts = typed[i].Split('=', 2);
            if (!typed[i].StartsWith('-'))
                rest.Add(typed[i]);
            else if (flags?.Contains(typed[i]) == true)
                this.flags.Add(typed[i]);
            else if (!options.Contains(parts[0]))
                throw new CommandException($"There is no option {parts[0]}: --help lists those that there are.", isMisunderstanding: true);
            else if (parts.Length == 2)
                values[parts[0]] = parts[1];
            else if (i + 1 < typed.Count)
                values[parts[0]] = typed[++i];
            else
                throw new CommandException($"{parts[0]} needs a value.", isMisunderstanding: true);
        }
    }

    public IReadOnlyList<string> Rest => rest;

    public string? this[string option] => values.GetValueOrDefault(option);

    public bool Has(string flag) => flags.Contains(flag);
}
