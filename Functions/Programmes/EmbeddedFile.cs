namespace Esik.Programmes;

/// <summary>Files that are built into the assembly, so that they are there wherever Esik runs.</summary>
internal static class EmbeddedFile
{
    public static ReadOnlyMemory<byte> Read(string name)
    {
        using var stream = typeof(EmbeddedFile).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"This build lacks the file {name}.");
        var file = new byte[stream.Length];
        stream.ReadExactly(file);
        return file;
    }
}
