using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using Esik.Hosting.Tests;

namespace Esik.Signals.Tests;

/// <summary>Listens to one site's measures, or to those of one factory, and to nobody else's.</summary>
internal sealed class TestMeter : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentQueue<(string Name, string Tags, double Value)> heard = new();

    public TestMeter(IMeterFactory meters)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == Measures.MeterName && instrument.Meter.Scope == meters)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.Start();
    }

    public static TestMeter Of(TestSite site) => new(site.Get<IMeterFactory>());

    /// <summary>All values of a measure under exactly these tags, such as <c>answer=confirmed</c>; gauges as they stand now.</summary>
    public IReadOnlyList<double> Values(string name, string tags = "")
    {
        listener.RecordObservableInstruments();
        return [.. heard.Where(one => one.Name == name && one.Tags == tags).Select(one => one.Value)];
    }

    public void Dispose() => listener.Dispose();

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        heard.Enqueue((instrument.Name, string.Join(' ', tags.ToArray().Select(tag => string.Create(CultureInfo.InvariantCulture, $"{tag.Key}={tag.Value}"))), value));
}

/// <summary>Makes meters for what is built without a site.</summary>
internal sealed class TestMeters : IMeterFactory
{
    private readonly List<Meter> meters = [];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        var meter = new Meter(options);
        meters.Add(meter);
        return meter;
    }

    public void Dispose() => meters.ForEach(meter => meter.Dispose());
}
