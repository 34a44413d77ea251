using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Esik;

/// <summary>
/// An independent program that looks at what Esik made: a decoder, a PDF reader. A missing one fails the test and names its package.
/// </summary>
public static class Tool
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Debian packages, by program; scripts/check installs them.
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["zbarimg"] = "zbar-tools",
        ["rsvg-convert"] = "librsvg2-bin",
        ["pdftoppm"] = "poppler-utils",
        ["pdftotext"] = "poppler-utils",
        ["pdffonts"] = "poppler-utils",
    };

    /// <summary>Runs the program to its end and gives what it printed; a non-zero exit fails with what it complained about.</summary>
    public static string Run(string program, params string[] arguments)
    {
        using var process = Start(program, arguments);
        var complaint = process.StandardError.ReadToEndAsync();
        var printed = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {Patience.TotalSeconds} s.");
        }
        if (process.ExitCode != 0)
            Assert.Fail($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {complaint.GetAwaiter().GetResult()}");
        return printed.GetAwaiter().GetResult();
    }

    private static Process Start(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception problem)
        {
            throw new InvalidOperationException($"{program} is missing: apt-get install {Packages[program]}", problem);
        }
    }
}
