using Esik.Registrations;
using Esik.Slots;

namespace Esik.Bench.Rushes;

/// <summary>Guests at the desk itself, who come again after a second when they are told that it is busy.</summary>
public sealed class PatientGuests(RegistrationDesk desk)
{
    public async Task<Registration> RegisterAsync(Slot slot, SignUp signUp, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                var answer = await desk.RegisterAsync(slot, signUp, stop) ?? throw new InvalidOperationException("The slot was not open for sign-up.");
                return answer.Outcome == RegistrationOutcome.Registered ? answer.Registration : throw new InvalidOperationException($"A new guest was told {answer.Outcome}.");
            }
            catch (BusyException)
            {
                await Task.Delay(TimeSpan.FromSeconds(1), stop);
            }
        }
    }
}
