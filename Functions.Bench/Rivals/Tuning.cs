namespace Esik.Bench.Rivals;

/// <summary>Gives a rival the setting that suits it best on this machine, so that it is not beaten by a badly chosen one.</summary>
public static class Tuning
{
    /// <summary>The setting with the highest rate; each is measured once, in order.</summary>
    public static async Task<int> BestAsync(IReadOnlyList<int> settings, Func<int, Task<double>> rateAsync)
    {
        var rates = new Dictionary<int, double>();
        foreach (var setting in settings)
            rates[setting] = await rateAsync(setting);
        return rates.MaxBy(rate => rate.Value).Key;
    }
}
