using System.Diagnostics;

namespace Esik.Bench.Colds;

/// <summary>Publishes programs as they are deployed: for linux-x64, without the runtime.</summary>
public static class Publishing
{
    private const string EmptyProject = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ImplicitUsings>enable</ImplicitUsings>
            <AssemblyName>Empty</AssemblyName>
            <TieredPGO Condition="'$(PublishReadyToRun)' == 'true'">false</TieredPGO>
          </PropertyGroup>
        </Project>
        """;

    private const string EmptyProgram = """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapGet("/", () => "Hello World!");
        app.Run();
        """;

    /// <summary>The Standalone site; the folder of its program.</summary>
    public static async Task<string> EsikAsync(string folder, bool isAhead, CancellationToken stop)
    {
        await PublishAsync(Path.Combine(BenchProgram.Repository, "Functions", "Functions.csproj"), folder, isAhead, stop, $"-p:EsikArtifacts={folder}-build");
        return folder;
    }

    /// <summary>An ASP.NET Core application as the template makes it; the folder of its program.</summary>
    public static async Task<string> EmptyAsync(string folder, bool isAhead, CancellationToken stop)
    {
        var source = Directory.CreateDirectory(folder + "-source").FullName;
        await File.WriteAllTextAsync(Path.Combine(source, "Empty.csproj"), EmptyProject, stop);
        await File.WriteAllTextAsync(Path.Combine(source, "Program.cs"), EmptyProgram, stop);
        await PublishAsync(Path.Combine(source, "Empty.csproj"), folder, isAhead, stop);
        return folder;
    }

    private static async Task PublishAsync(string project, string folder, bool isAhead, CancellationToken stop, params string[] more)
    {
        string[] arguments =
        [
            "publish", project, "--configuration", "Release", "--runtime", "linux-x64", "--no-self-contained", "--output", folder, "--nologo", "--verbosity", "quiet",
            $"-p:PublishReadyToRun={(isAhead ? "true" : "false")}", "-p:UseSharedCompilation=false", .. more,
        ];
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, complained) = (process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
        try
        {
            await process.WaitForExitAsync(stop);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"Publishing {project} did not work: {await said}{await complained}");
    }
}
