using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Esik.Bench.Rushes;

/// <param name="RetryAfterSeconds">What the answer asked for; null when it asked for nothing.</param>
public sealed record Reply(int Status, int? RetryAfterSeconds, string Body);

/// <summary>
/// One keep-alive connection of HTTP/1.1, as bare as can be: the load generator shares the machine with the server, and what it spends
/// on itself the server lacks. Knows bodies of a stated length and chunked ones; one request at a time.
/// </summary>
public sealed class GuestConnection(Uri site) : IDisposable
{
    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] buffer = new byte[8 * 1024];
    private int begin;
    private int end;

    public async Task<Reply> SendAsync(ReadOnlyMemory<byte> request, CancellationToken stop)
    {
        if (!socket.Connected)
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, site.Port), stop);
        for (var sent = 0; sent < request.Length;)
            sent += await socket.SendAsync(request[sent..], stop);
        return await ReadReplyAsync(stop);
    }

    public void Dispose() => socket.Dispose();

    private async Task<Reply> ReadReplyAsync(CancellationToken stop)
    {
        var status = int.Parse((await ReadLineAsync(stop)).Split(' ')[1], CultureInfo.InvariantCulture);
        int? retryAfter = null;
        var length = 0;
        var isChunked = false;
        for (var line = await ReadLineAsync(stop); line.Length > 0; line = await ReadLineAsync(stop))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            var value = line[(colon + 1)..].Trim();
            switch (line[..colon].ToLowerInvariant())
            {
                case "content-length":
                    length = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
                case "transfer-encoding":
                    isChunked = value == "chunked";
                    break;
                case "retry-after":
                    retryAfter = int.Parse(value, CultureInfo.InvariantCulture);
                    break;
            }
        }
        return new Reply(status, retryAfter, isChunked ? await ReadChunksAsync(stop) : await ReadTextAsync(length, stop));
    }

    private async Task<string> ReadChunksAsync(CancellationToken stop)
    {
        var body = new StringBuilder();
        while (true)
        {
            var length = int.Parse(await ReadLineAsync(stop), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Append(await ReadTextAsync(length, stop));
            await ReadLineAsync(stop);
            if (length == 0)
                return body.ToString();
        }
    }

    private async Task<string> ReadTextAsync(int length, CancellationToken stop)
    {
        while (end - begin < length)
            await FillAsync(stop);
        // A letter that is cut in two by a chunk's end comes out wrong; nobody looks at those.
        var text = Encoding.UTF8.GetString(buffer, begin, length);
        begin += length;
        return text;
    }

    private async Task<string> ReadLineAsync(CancellationToken stop)
    {
        int at;
        while ((at = buffer.AsSpan(begin, end - begin).IndexOf("\r\n"u8)) < 0)
            await FillAsync(stop);
        var line = Encoding.ASCII.GetString(buffer, begin, at);
        begin += at + 2;
        return line;
    }

    private async Task FillAsync(CancellationToken stop)
    {
        if (begin > 0)
        {
            buffer.AsSpan(begin, end - begin).CopyTo(buffer);
            (begin, end) = (0, end - begin);
        }
        if (end == buffer.Length)
            Array.Resize(ref buffer, 2 * buffer.Length);
        var read = await socket.ReceiveAsync(buffer.AsMemory(end), stop);
        if (read == 0)
            throw new IOException("The server closed the connection in the middle of an answer.");
        end += read;
    }
}
