using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Hosting.Tests;

public sealed class StorageFunctionsTests
{
    [Fact]
    public async Task What_lies_in_a_poison_queue_is_said_for_as_long_as_it_lies_there()
    {
        await using var site = await TestSite.StartAsync();
        var functions = ActivatorUtilities.CreateInstance<StorageFunctions>(site.Services);
        await functions.LookForPoison(new TimerInfo(), CancellationToken.None);
        Assert.DoesNotContain(site.Logs.Lines, Tells);

        var poison = site.Storage.Queue(Queues.Poison(Queues.Mails));
        await poison.SendMessageAsync("spoilt");
        for (var look = 1; look <= 2; look++)
        {
            await functions.LookForPoison(new TimerInfo(), CancellationToken.None);
            Assert.Equal(look, site.Logs.Lines.Count(Tells));
        }

        static bool Tells(string line) => line.Contains("Messages failed five times: 1 lie in mails-poison.", StringComparison.Ordinal);
    }
}
