using Esik.Bench.Parts;

namespace Esik.Bench;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Only">The parts to run; empty for all.</param>
public sealed record BenchOptions(Depth Depth, string? JsonFile, bool Write, IReadOnlyList<string> Only)
{
    /// <summary>Null, and why: it cannot be understood.</summary>
    /// <param name="typed">Without what chose the chapter.</param>
    /// <param name="parts">The chapter's.</param>
    public static (BenchOptions? Options, string? Mistake) Parse(IReadOnlyList<string> typed, IReadOnlyCollection<string> parts)
    {
        var options = new BenchOptions(Depth.Full, null, false, []);
        for (var place = 0; place < typed.Count; place++)
        {
            var value = place + 1 < typed.Count ? typed[place + 1] : null;
            switch (typed[place])
            {
                case "--quick":
                    options = options with { Depth = Depth.Quick };
                    break;
                case "--trial":
                    options = options with { Depth = Depth.Trial };
                    break;
                case "--write":
                    options = options with { Write = true };
                    break;
                case "--json" when value is not null:
                    options = options with { JsonFile = Path.GetFullPath(value) };
                    place++;
                    break;
                case "--only" when value is not null && parts.Contains(value):
                    options = options with { Only = [.. options.Only, value] };
                    place++;
                    break;
                case "--only":
                    return (null, $"--only takes one of {string.Join(", ", parts)}.");
                case "--json":
                    return (null, "--json needs the name of a file.");
                default:
                    return (null, $"There is no option {typed[place]}: --help lists those that there are.");
            }
        }
        return options.Write && options.Only.Count > 0 ? (null, "--write writes a whole chapter: leave out --only.") : (options, null);
    }
}
