namespace Esik.Hosting.Standalone.Commands;

/// <summary>
/// Everything that Esik keeps at home lies here: storage, keys, mails, links. One process at a time owns it, until it disposes of it
/// or ends, however that happens. Only its user may look inside.
/// </summary>
public sealed class DataDirectory : IDisposable
{
    private const string OwnerFile = "lock";
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly FileStream? owner;

    private DataDirectory(string path, FileStream? owner) => (Path, this.owner) = (path, owner);

    public string Path { get; }

    /// <summary>False for a visitor, while another process owns the directory.</summary>
    public bool IsOwned => owner is not null;

    /// <summary>Takes the directory, making it when missing; null when another process has it.</summary>
    /// <exception cref="CommandException">It cannot be made or written.</exception>
    public static DataDirectory? TryOwn(string path)
    {
        var lockFile = System.IO.Path.Combine(path, OwnerFile);
        try
        {
            MakePrivate(path);
            return new DataDirectory(path, OpenPrivate(lockFile, FileMode.OpenOrCreate));
        }
        catch (UnauthorizedAccessException)
        {
            throw new CommandException($"The data directory {path} cannot be written.");
        }
        catch (IOException) when (File.Exists(lockFile))
        {
            return null;
        }
        catch (IOException problem)
        {
            throw new CommandException($"The data directory {path} cannot be made: {problem.Message}");
        }
    }

    /// <exception cref="CommandException">Another process has it.</exception>
    public static DataDirectory Own(string path) =>
        TryOwn(path) ?? throw new CommandException($"Esik already runs over {path}: stop it first, or choose another directory with --data.");

    /// <summary>The directory as its owner, or as a visitor while another process owns it.</summary>
    public static DataDirectory OwnOrVisit(string path) => TryOwn(path) ?? new DataDirectory(path, null);

    public string PathOf(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>A directory inside, which only its user can open; its path.</summary>
    public string MakeDirectory(string name)
    {
        MakePrivate(PathOf(name));
        return PathOf(name);
    }

    /// <summary>What was written under the name, or null.</summary>
    public string? Read(string name) => File.Exists(PathOf(name)) ? File.ReadAllText(PathOf(name)).TrimEnd('\n') : null;

    /// <summary>What was written under the name before; at the first time what <paramref name="make"/> gives.</summary>
    public string ReadOrWrite(string name, Func<string> make)
    {
        if (Read(name) is { } known)
            return known;
        var made = make();
        Write(name, made);
        return made;
    }

    /// <summary>Writes a file that only its user can read, whole or not at all.</summary>
    public void Write(string name, string text)
    {
        var file = PathOf(name);
        MakePrivate(System.IO.Path.GetDirectoryName(file)!);
        var draft = file + ".new";
        File.Delete(draft);
        using (var stream = OpenPrivate(draft, FileMode.CreateNew))
        {
            stream.Write(System.Text.Encoding.UTF8.GetBytes(text + "\n"));
            stream.Flush(flushToDisk: true);
        }
        File.Move(draft, file, overwrite: true);
    }

    public void Delete(string name) => File.Delete(PathOf(name));

    public void Dispose() => owner?.Dispose();

    /// <summary>A new file anywhere that only its user can read.</summary>
    /// <exception cref="IOException">It is there already, or cannot be made.</exception>
    public static FileStream CreatePrivate(string file) => OpenPrivate(file, FileMode.CreateNew);

    private static FileStream OpenPrivate(string file, FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Private;
        return new FileStream(file, options);
    }

    private static void MakePrivate(string directory)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(directory);
        else
            Directory.CreateDirectory(directory, Private | UnixFileMode.UserExecute);
    }
}
