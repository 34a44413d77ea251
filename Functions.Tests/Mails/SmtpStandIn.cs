using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Esik.Mails.Tests;

/// <summary>A mail server on loopback that writes down what it is sent, and answers each command as it is told (<c>250</c> by default).</summary>
internal sealed class SmtpStandIn : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Task serving;

    private SmtpStandIn()
    {
        listener.Start();
        serving = ServeAsync();
    }

    public static SmtpStandIn Start() => new();

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Answers by the first word of a command; <c>BODY</c> is the end of the mail itself, <c>HELLO</c> the greeting, an empty answer hangs up.</summary>
    public Dictionary<string, string> Answers { get; } = [];

    public List<string> Mails { get; } = [];

    public List<string> Commands { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await serving;
        stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                using var client = await listener.AcceptTcpClientAsync(stop.Token);
                await TalkAsync(client.GetStream());
            }
            catch (Exception gone) when (gone is OperationCanceledException or IOException or SocketException)
            {
                // This client is gone, or the test is over; the loop looks which.
            }
        }
    }

    private async Task TalkAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.Latin1);
        await using var writer = new StreamWriter(stream, Encoding.Latin1) { AutoFlush = true, NewLine = "\r\n" };
        await writer.WriteLineAsync(Answers.GetValueOrDefault("HELLO", "220 ready"));
        while (await reader.ReadLineAsync(stop.Token) is { } command)
        {
            Commands.Add(command);
            var word = command.Split(' ')[0].ToUpperInvariant();
            var answer = Answers.GetValueOrDefault(word, word switch { "DATA" => "354 go on", "QUIT" => "221 bye", "EHLO" => "250-here\r\n250-AUTH PLAIN\r\n250 8BITMIME", "AUTH" => "235 in", _ => "250 ok" });
            if (answer.Length == 0)
                return;
            await writer.WriteLineAsync(answer);
            if (answer.StartsWith("354", StringComparison.Ordinal))
                await writer.WriteLineAsync(await MailAsync(reader));
            if (word == "QUIT")
                return;
        }
    }

    private async Task<string> MailAsync(StreamReader reader)
    {
        var mail = new StringBuilder();
        while (await reader.ReadLineAsync(stop.Token) is { } line && line != ".")
            mail.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
        Mails.Add(mail.ToString());
        return Answers.GetValueOrDefault("BODY", "250 taken");
    }
}
