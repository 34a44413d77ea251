using System.Diagnostics;
using System.Reflection;
using System.Text.Json;

namespace Esik.Infra.Tests;

/// <summary>What infra/ comes to, by the real Bicep.</summary>
internal static class Bicep
{
    /// <summary>What a person must say of a deployment.</summary>
    public static readonly IReadOnlyDictionary<string, string> Needed = new Dictionary<string, string>
    {
        ["AZURE_ENV_NAME"] = "sample",
        ["FESTIVAL_ID"] = "sample",
        ["ORGANIZERS"] = "team@example.org",
        ["MAIL_FROM"] = "tickets@example.org",
        ["ALERT_EMAIL"] = "team@example.org",
        ["BUDGET_START"] = "2027-09-01",
    };

    private static readonly string Program = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "BicepProgram").Value!;

    private static readonly Lazy<JsonElement> Built = new(() =>
    {
        var (template, complaint) = Run([], "build", Repository.PathOf("infra/main.bicep"), "--stdout");
        Assert.Equal("", complaint);
        return JsonDocument.Parse(template).RootElement;
    });

    /// <summary>The template that Azure is sent.</summary>
    public static JsonElement Template => Built.Value;

    /// <summary>What Bicep complains of when the parameters come of this environment; empty when they are good.</summary>
    public static string Complaint(params (string Name, string? Value)[] environment)
    {
        var all = new Dictionary<string, string?>(Needed.Select(needed => KeyValuePair.Create(needed.Key, (string?)needed.Value)));
        foreach (var (name, value) in environment)
            all[name] = value;
        return Run(all, "build-params", Repository.PathOf("infra/main.bicepparam"), "--stdout").Complaint;
    }

    /// <summary>Which of these texts a function of types.bicep says yes to.</summary>
    public static IReadOnlyList<string> Accepted(string function, IReadOnlyList<string> texts)
    {
        using var folder = new TemporaryFolder();
        File.Copy(Repository.PathOf("infra/types.bicep"), Path.Combine(folder.Path, "types.bicep"));
        File.WriteAllText(Path.Combine(folder.Path, "asked.bicep"), "param answers bool[]\n");
        var asked = Path.Combine(folder.Path, "asked.bicepparam");
        File.WriteAllText(asked, $"using 'asked.bicep'\nimport {{ {function} }} from 'types.bicep'\nparam answers = [\n{string.Concat(texts.Select(text => $"  {function}({Written(text)})\n"))}]\n");
        var (printed, complaint) = Run([], "build-params", asked, "--stdout");
        Assert.True(printed.Length > 0, complaint);
        using var built = JsonDocument.Parse(printed);
        using var parameters = JsonDocument.Parse(built.RootElement.GetProperty("parametersJson").GetString()!);
        return [.. parameters.RootElement.GetProperty("parameters").GetProperty("answers").GetProperty("value").EnumerateArray().Zip(texts).Where(pair => pair.First.GetBoolean()).Select(pair => pair.Second)];

        static string Written(string text) => $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal).Replace("${", "\\${", StringComparison.Ordinal)}'";
    }

    /// <summary>The template of one of the files that main.bicep puts together.</summary>
    public static JsonElement Module(string name) => Template.GetProperty("resources").GetProperty(name).GetProperty("properties").GetProperty("template");

    /// <summary>Every resource of the template and of the templates within it.</summary>
    public static IEnumerable<JsonElement> Resources(JsonElement template)
    {
        var resources = template.GetProperty("resources");
        foreach (var resource in resources.ValueKind == JsonValueKind.Object ? resources.EnumerateObject().Select(named => named.Value) : resources.EnumerateArray())
        {
            yield return resource;
            if (resource.GetProperty("type").GetString() == "Microsoft.Resources/deployments")
            {
                foreach (var inner in Resources(resource.GetProperty("properties").GetProperty("template")))
                    yield return inner;
            }
        }
    }

    /// <summary>The resources of one type that the template makes; those that it only looks at are left out.</summary>
    public static IReadOnlyList<JsonElement> Made(string type) =>
        [.. Resources(Template).Where(resource => resource.GetProperty("type").GetString() == type && !(resource.TryGetProperty("existing", out var looks) && looks.GetBoolean()))];

    private static (string Printed, string Complaint) Run(Dictionary<string, string?> environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var (printed, complaint) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "Bicep did not end.");
        return (printed.GetAwaiter().GetResult(), complaint.GetAwaiter().GetResult().Trim());
    }
}
