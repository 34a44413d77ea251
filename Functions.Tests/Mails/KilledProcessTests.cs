using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Esik.Hosting.Tests;
using Esik.Programmes.Tests;
using Esik.Registrations;
using Esik.Registrations.Tests;

namespace Esik.Mails.Tests;

/// <summary>The real program, killed with kill -9 in the middle of a rush.</summary>
public sealed class KilledProcessTests
{
    private const int Guests = 60;
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    [Fact]
    public async Task A_process_killed_in_a_rush_loses_no_registration_no_place_and_no_mail()
    {
        await using var living = await TestSite.StartAsync();
        await living.ImportAsync(TestProgramme.Of(Now, TestProgramme.Slot("clay", Now, capacity: 40)));
        using var folder = new TemporaryFolder();
        var address = new Uri($"http://127.0.0.1:{FreePort()}/");
        using var program = Start(folder, address, living.Connection);
        try
        {
            using var client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
            await SeatCheck.UntilAsync(() => AnswersAsync(client, program), "the program");
            var guests = Enumerable.Range(0, Guests).Select(number => new TestGuest($"guest{number}@example.org", 1 + (number % 3))).ToList();
            var answered = 0;
            var asked = guests.Select(async guest =>
            {
                var stored = await PostAsync(client, guest);
                // As soon as a few have their answers, the others are on their way: now it dies.
                if (stored && Interlocked.Increment(ref answered) == 3)
                    program.Kill();
                return stored;
            }).ToList();
            var promised = await Task.WhenAll(asked);
            await program.WaitForExitAsync();
            Assert.InRange(answered, 3, Guests);

            var before = (await SeatCheck.RowsAsync<Registration>(living, "clay", Registration.Prefix)).Select(registration => registration.Email).ToHashSet();
            Assert.All(guests.Zip(promised).Where(guest => guest.Second), guest => Assert.Contains(guest.First.Email, before));
            Assert.Equal([], await SeatCheck.MistakesAsync(living));
            var answers = await Task.WhenAll(guests.Select(guest => guest.RegisterAsync(living, "clay")));
            Assert.All(answers, answer => Assert.Contains(answer.Answer, (string[])["confirmed", "waiting"]));
            Assert.Equal([], await SeatCheck.MistakesAsync(living));
            // One mail for each guest, from whichever process: a mail is sent again only if the kill fell between sending and marking.
            await SeatCheck.UntilAsync(() => Addressees(folder, living).Count == Guests, "a mail for everybody", seconds: 60);
        }
        finally
        {
            if (!program.HasExited)
                program.Kill();
        }
    }

    private static HashSet<string> Addressees(TemporaryFolder folder, TestSite living) =>
        [.. new[] { Path.Combine(folder.Path, "mail"), living.MailFolder }.Where(Directory.Exists)
            .SelectMany(directory => Directory.GetFiles(directory, "*.eml"))
            .Select(file => MimeKit.MimeMessage.Load(file).To.Mailboxes.Single().Address)];

    private static async Task<bool> PostAsync(HttpClient client, TestGuest guest)
    {
        try
        {
            using var answer = await client.PostAsJsonAsync(
                "/api/slots/clay/registrations", new { name = guest.Name, email = guest.Email, party = guest.Party, consent = true, requestId = guest.RequestId });
            return answer.StatusCode is HttpStatusCode.Created or HttpStatusCode.Accepted;
        }
        catch (Exception lost) when (lost is HttpRequestException or OperationCanceledException or IOException)
        {
            return false;
        }
    }

    private static async Task<bool> AnswersAsync(HttpClient client, Process program)
    {
        Assert.False(program.HasExited, "The program ended at its start.");
        try
        {
            return (await client.GetAsync(new Uri("healthz", UriKind.Relative))).IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Process Start(TemporaryFolder folder, Uri address, string connection)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder.Path };
        foreach (var argument in (string[])[typeof(Registration).Assembly.Location, "start", "--data", Path.Combine(folder.Path, "data"), "--port", address.Port.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        foreach (var (name, value) in TestSettings.Create(connection, address.AbsoluteUri, Path.Combine(folder.Path, "mail")))
            start.Environment[name] = value;
        var program = Process.Start(start)!;
        program.OutputDataReceived += (_, _) => { };
        program.ErrorDataReceived += (_, _) => { };
        program.BeginOutputReadLine();
        program.BeginErrorReadLine();
        return program;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
