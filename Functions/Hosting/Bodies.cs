using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace Esik.Hosting;

/// <summary>A request body that was read and understood, or why not.</summary>
public readonly record struct Body<T>(T? Value, Problem? Problem);

/// <summary>Reads request bodies within limits. The Functions host sets none of its own, so every body passes through here.</summary>
public static class Bodies
{
    /// <summary>Largest request that a web server lets in at all, in both hosts; functions set tighter limits of their own.</summary>
    public const long RequestBytesMax = 4 * 1024 * 1024;

    /// <summary>Largest form in bytes.</summary>
    public const int FormBytesMax = 16 * 1024;

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>A JSON body of at most <paramref name="bytesMax"/> bytes, in UTF-8.</summary>
    public static async Task<Body<T>> JsonAsync<T>(HttpRequest request, int bytesMax, CancellationToken stop)
        where T : class
    {
        if (!request.HasJsonContentType())
            return new(null, Problem.WrongMediaType);
        var bytes = await BytesAsync(request, bytesMax, stop);
        if (bytes is null)
            return new(null, Problem.TooLarge);
        if (Decode(bytes) is null)
            return new(null, Problem.NotUtf8);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, EsikJson.Options) is { } value ? new(value, null) : new(null, Problem.NotJson);
        }
        catch (JsonException mistake)
        {
            return new(null, Problem.NotJson with { Field = mistake.Path is { Length: > 2 } path ? path[2..] : null });
        }
    }

    /// <summary>An urlencoded form of at most <see cref="FormBytesMax"/> bytes, in UTF-8.</summary>
    public static async Task<Body<Dictionary<string, StringValues>>> FormAsync(HttpRequest request, CancellationToken stop)
    {
        if (request.ContentType?.StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase) != true)
            return new(null, Problem.WrongMediaType);
        var bytes = await BytesAsync(request, FormBytesMax, stop);
        if (bytes is null)
            return new(null, Problem.TooLarge);
        return Decode(bytes) is { } text && Decodes(text) ? new(QueryHelpers.ParseQuery(text), null) : new(null, Problem.NotUtf8);
    }

    private static async Task<byte[]?> BytesAsync(HttpRequest request, int bytesMax, CancellationToken stop)
    {
        if (request.ContentLength > bytesMax)
            return null;
        using var body = new MemoryStream();
        var buffer = new byte[8192];
        int read;
        while ((read = await request.Body.ReadAsync(buffer, stop)) > 0)
        {
            if (body.Length + read > bytesMax)
                return null;
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
    }

    private static string? Decode(byte[] bytes)
    {
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    // Percent-encoding can hide bytes that are no UTF-8, which the form reader would turn into replacement characters.
    private static bool Decodes(string form)
    {
        var bytes = new List<byte>(form.Length);
        for (var i = 0; i < form.Length; i++)
        {
            if (form[i] == '%' && i + 2 < form.Length && byte.TryParse(form.AsSpan(i + 1, 2), System.Globalization.NumberStyles.HexNumber, null, out var value))
            {
                bytes.Add(value);
                i += 2;
            }
            else if (form[i] < 128)
            {
                bytes.Add((byte)form[i]);
            }
        }
        return Decode([.. bytes]) is not null;
    }
}
