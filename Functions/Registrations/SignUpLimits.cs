using System.Security.Cryptography;
using System.Text;
using Esik.Hosting;

namespace Esik.Registrations;

/// <summary>Keeps one guest, or one machine, from crowding out the others. Addresses are kept as hashes, for a minute.</summary>
public sealed class SignUpLimits(SignUpSettings settings) : IDisposable
{
    private readonly PerMinute emails = new(settings.SignUpsPerMinutePerEmail);
    private readonly PerMinute requests = new(settings.SignUpsPerMinutePerRequestId);
    private readonly PerMinute addresses = new(settings.SignUpsPerMinutePerAddress);
    private readonly PerMinute tickets = new(settings.ChangesPerMinutePerTicket);

    /// <summary>Counts a post from a network address. Null lets it through; else the seconds to wait.</summary>
    public int? Address(string address) => addresses.SecondsToWait(address);

    /// <summary>Counts a post of a guest. Null lets it through; else the seconds to wait.</summary>
    public int? Guest(SignUp signUp) =>
        emails.SecondsToWait(Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(signUp.Email.Text)))) ?? requests.SecondsToWait(signUp.RequestId);

    /// <summary>Counts a post from a ticket's page, after its key was found good: who knows an id alone holds up nobody. Null lets it through; else the seconds to wait.</summary>
    public int? Ticket(Registration registration) => tickets.SecondsToWait(registration.Ticket);

    public void Dispose()
    {
        tickets.Dispose();
        emails.Dispose();
        requests.Dispose();
        addresses.Dispose();
    }
}
