using System.Text.Json;

namespace Esik.Bench.Processes;

/// <summary>The other end of a <see cref="ChildProcess"/>, as its child sees it.</summary>
public static class ParentProcess
{
    public static async Task<T> TaskAsync<T>() => JsonSerializer.Deserialize<T>(await Console.In.ReadLineAsync() ?? throw new InvalidOperationException("There is no task."))!;

    /// <summary>The next word; null when the parent wants no more, or is gone.</summary>
    public static Task<string?> WordAsync() => Console.In.ReadLineAsync();

    public static async Task SayAsync<T>(T answer)
    {
        await Console.Out.WriteLineAsync(JsonSerializer.Serialize(answer));
        await Console.Out.FlushAsync();
    }
}
