using Esik.Languages;
using Esik.Registrations;

namespace Esik.Bench.Festivals;

/// <summary>Guests by their numbers: the same number is the same guest with the same request.</summary>
public static class BenchGuests
{
    public static string EmailOf(int number) => $"guest{number}@example.org";

    public static string NameOf(int number) => $"Айгүл Әбенова {number}";

    public static SignUp SignUpOf(int number) =>
        new(NameOf(number), EmailAddress.Parse(EmailOf(number))!, 1, (Language)(number % 3), $"request-of-guest-{number:D6}");

    /// <summary>Guests <paramref name="first"/> and those after it.</summary>
    public static IReadOnlyList<SignUp> Of(int first, int count) => [.. Enumerable.Range(first, count).Select(SignUpOf)];
}
