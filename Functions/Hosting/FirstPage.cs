using Esik.Languages;
using Esik.Pages;
using Esik.Programmes;
using Esik.Slots;
using Microsoft.Extensions.Logging;

namespace Esik.Hosting;

/// <summary>
/// Draws the programme's page once, for nobody, while the process still starts: connections are opened, rows read and components
/// compiled beside the web server's own start, and not after it, when the first guest waits.
/// </summary>
public sealed partial class FirstPage(IProgrammes programmes, Tallies tallies, RazorText text, TimeProvider clock, ILogger<FirstPage> logger)
{
    /// <summary>Never fails: what went wrong, the first guest's request meets again and is answered for it.</summary>
    public async Task DrawAsync(CancellationToken stop)
    {
        try
        {
            var reading = programmes.CurrentAsync(stop);
            // Meanwhile a page that shows nothing of it: the texts are read and the layout is compiled while storage has not answered yet.
            await text.RenderAsync<ProblemPage>(new Dictionary<string, object?> { ["Problem"] = Problem.NotFound, ["Language"] = LanguageCodes.All[0] });
            var programme = await reading;
            var counts = await tallies.ReadAsync(programme.Slots.Where(slot => !slot.OpenEntrance).Select(slot => slot.Id), stop);
            var now = clock.GetUtcNow();
            var view = ProgrammeView.Of(programme, ProgrammeFilter.Parse(_ => null, programme), slot => counts.FreeOf(slot, now), now);
            await text.RenderAsync<ProgrammePage>(new Dictionary<string, object?> { ["View"] = view, ["Language"] = programme.Festival.Languages[0] });
        }
        catch (ProgrammeMissingException)
        {
            // Nothing was imported yet, so there is nothing to draw so far.
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The process is stopping.
        }
#pragma warning disable CA1031 // Logged; it ends nothing.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogUndrawn(logger, failure);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The first page could not be drawn beforehand; the first guest waits a little longer.")]
    private static partial void LogUndrawn(ILogger logger, Exception failure);
}
