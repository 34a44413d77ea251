using System.Text.Json;
using Esik.Bench.Rushes;

namespace Esik.Bench.Processes;

/// <summary>Who shall come.</summary>
/// <param name="First">Number of the first guest.</param>
/// <param name="Sites">Addresses; guests are dealt to them in turn.</param>
/// <param name="Slots">Ids; guests are dealt to them in turn.</param>
/// <param name="AtOnce">Guests at a time, and connections. As many as there are guests: all at once, each on a connection of its own.</param>
public sealed record LoadTask(IReadOnlyList<string> Sites, IReadOnlyList<string> Slots, int First, int Guests, int AtOnce);

/// <param name="Seconds">From the first post to the last answer.</param>
/// <param name="Waits">Seconds until the definite answer, retries included, one for each guest.</param>
/// <param name="FirstTry">How many were led to their ticket by their first post.</param>
/// <param name="SecondTry">How many were led to it by the one retry that their answer asked for.</param>
/// <param name="Answered">How many were led to their ticket in the end.</param>
/// <param name="Others">Statuses of the others.</param>
public sealed record LoadDeeds(double Seconds, double[] Waits, int FirstTry, int SecondTry, int Answered, IReadOnlyDictionary<string, int> Others);

/// <summary>The load generator. For each task it opens everybody's form, says "ready", waits for a word, sends the forms, and says what came of it.</summary>
public static class LoadProcess
{
    public const string Verb = "load";

    private const int PagesAtOnce = 32;

    public static async Task<int> RunAsync()
    {
        while (await ParentProcess.WordAsync() is { } word)
        {
            if (JsonSerializer.Deserialize<LoadTask>(word) is { } task)
                await RunAsync(task);
        }
        return 0;
    }

    private static async Task RunAsync(LoadTask task)
    {
        var guests = Enumerable.Range(task.First, task.Guests).Select(number => new FormGuest(number, task.Slots[number % task.Slots.Count])).ToList();
        var connections = Enumerable.Range(0, Math.Min(task.AtOnce, task.Guests)).Select(number => new GuestConnection(new Uri(task.Sites[number % task.Sites.Count]))).ToList();
        await OpenFormsAsync(guests, connections);
        await ParentProcess.SayAsync("ready");
        await ParentProcess.WordAsync();
        var free = new System.Collections.Concurrent.ConcurrentBag<GuestConnection>(connections);
        var rush = await Rush.RunAsync(guests, task.AtOnce, async (guest, stop) =>
        {
            // There are as many connections as guests at a time.
            if (!free.TryTake(out var connection))
                throw new InvalidOperationException("All connections are in use.");
            await guest.SendFormAsync(connection, stop);
            free.Add(connection);
        }, CancellationToken.None);
        await ParentProcess.SayAsync(Deeds(rush, guests));
        foreach (var connection in connections)
            connection.Dispose();
    }

    // A guest's page is opened on the connection on which a form goes later, as browsers keep it open.
    private static Task OpenFormsAsync(List<FormGuest> guests, List<GuestConnection> connections) => Parallel.ForEachAsync(
        Enumerable.Range(0, connections.Count),
        new ParallelOptions { MaxDegreeOfParallelism = PagesAtOnce },
        async (number, stop) =>
        {
            for (var guest = number; guest < guests.Count; guest += connections.Count)
                await guests[guest].OpenFormAsync(connections[number], stop);
        });

    private static LoadDeeds Deeds(Rush rush, List<FormGuest> guests) => new(
        rush.Seconds,
        [.. rush.Waits],
        guests.Count(guest => guest is { Status: 303, Tries: 1 }),
        guests.Count(guest => guest is { Status: 303, Tries: 2 }),
        guests.Count(guest => guest.Status == 303),
        guests.Where(guest => guest.Status != 303).GroupBy(guest => $"{guest.Status}").ToDictionary(group => group.Key, group => group.Count()));
}
