using System.Reflection;

namespace Esik;

/// <summary>The files of this repository, for tests that look at them.</summary>
public static class Repository
{
    private static readonly string[] NotOurs = ["bin", "obj", "node_modules", "wwwroot", ".local", "TestResults"];

    public static string Directory { get; } = Path.GetFullPath(
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryDirectory").Value!);

    public static string PathOf(string file) => Path.Combine(Directory, file);

    public static string Read(string file) => File.ReadAllText(PathOf(file));

    /// <summary>Source files under a folder, with their text, by their path from the root.</summary>
    public static IReadOnlyDictionary<string, string> Sources(string folder, params string[] endings) =>
        System.IO.Directory.EnumerateFiles(PathOf(folder), "*", SearchOption.AllDirectories)
            .Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Select(file => Path.GetRelativePath(Directory, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(NotOurs.Contains))
            .ToDictionary(file => file, Read);
}
