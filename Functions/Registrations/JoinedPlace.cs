namespace Esik.Registrations;

/// <summary>The place in the waiting list that a registration knows of itself. It is that of its joining, and others leave the line before it.</summary>
internal static class JoinedPlace
{
    /// <summary>An answer says it so long; a repeat of the request that comes later is told none, and its page knows.</summary>
    public static readonly TimeSpan InAnswers = TimeSpan.FromSeconds(10);

    /// <summary>A mail says it so long: a mail says how things stood when it was sent.</summary>
    public static readonly TimeSpan InMails = TimeSpan.FromMinutes(5);

    /// <summary>Null when it may no longer be true: the guest joined longer ago, or does not wait.</summary>
    public static int? PlaceWithin(this Registration registration, TimeSpan time, DateTimeOffset now) =>
        registration.State == RegistrationState.Waiting && now - registration.WaitingSince < time ? registration.Place : null;
}
