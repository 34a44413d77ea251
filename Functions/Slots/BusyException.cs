namespace Esik.Slots;

/// <summary>Storage did not make an outcome definite in time, or too much waits for it. Nothing was promised; the same request may be repeated.</summary>
public sealed class BusyException(string message) : Exception(message);
