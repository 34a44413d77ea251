namespace Esik.Hosting;

public static class EsikHost
{
    public static Task<int> RunAsync(string[] args) => Task.FromResult(args.Length);
}
