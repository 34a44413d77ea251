using System.Runtime.InteropServices;

namespace Esik.Infra.Tests;

/// <summary>A test that runs Bicep: skipped, with the reason, on a machine that its package is not built for. `scripts/check` says so in its last line.</summary>
public sealed class BicepFactAttribute : FactAttribute
{
    public BicepFactAttribute() => Skip = BicepSkip.Reason;
}

/// <summary>As <see cref="BicepFactAttribute"/>, for several values.</summary>
public sealed class BicepTheoryAttribute : TheoryAttribute
{
    public BicepTheoryAttribute() => Skip = BicepSkip.Reason;
}

internal static class BicepSkip
{
    public static string? Reason => OperatingSystem.IsLinux() && RuntimeInformation.OSArchitecture == Architecture.X64 ? null : "Bicep runs here on Linux x86_64 alone.";
}
