namespace Esik.Organizers;

/// <summary>Where an organizer goes after signing in. Only pages of the desk: nobody can be sent anywhere else.</summary>
public static class ReturnPath
{
    public const string Desk = "/organizer";

    private const int LengthMax = 200;

    // Letters of which no path out of this site can be built: no backslash, colon, percent or control character.
    private const string Signs = "/-_.?=&";

    /// <summary>The path if it is one of the desk's, else the desk itself. Takes any text, never throws.</summary>
    public static string Of(string? asked)
    {
        if (asked is null || asked.Length > LengthMax || !asked.All(letter => char.IsAsciiLetterOrDigit(letter) || Signs.Contains(letter, StringComparison.Ordinal)))
            return Desk;
        var path = asked.Split('?')[0];
        var isOwn = path == Desk || path.StartsWith(Desk + "/", StringComparison.Ordinal);
        var isPlain = !path.Contains("//", StringComparison.Ordinal) && !path.Contains("..", StringComparison.Ordinal);
        var isSign = path.StartsWith(Desk + "/sign-", StringComparison.Ordinal);
        return isOwn && isPlain && !isSign ? asked : Desk;
    }
}
