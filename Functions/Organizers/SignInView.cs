using Esik.Languages;

namespace Esik.Organizers;

/// <summary>What the sign-in page shows.</summary>
public enum SignInStep
{
    /// <summary>The form that asks for a link.</summary>
    Ask,

    /// <summary>Look into your mailbox.</summary>
    Sent,

    /// <summary>The button of a link that was mailed.</summary>
    Confirm,
}

/// <summary>The sign-in page: which step, and what its form needs.</summary>
/// <param name="Proof">For the form of this step; empty where there is none.</param>
/// <param name="Mistake">Text key of what went wrong before.</param>
public sealed record SignInView(SignInStep Step, Language Language, string Here, string Proof, string? Mistake = null)
{
    public const string AskPurpose = "organizer-sign-in-link";
    public const string ConfirmPurpose = "organizer-sign-in";

    /// <summary>What was typed, given back when it is no address.</summary>
    public string Email { get; init; } = "";

    public string ReturnPath { get; init; } = "";

    public string Token { get; init; } = "";

    /// <summary>Names this very page, so that its form may be sent again when the answer got lost.</summary>
    public string Attempt { get; init; } = "";

    /// <summary>What the proof of a confirmation is bound to.</summary>
    public static string ConfirmSubject(string token, string attempt) => $"{token}\n{attempt}";

    /// <summary>The text for a link that is not good.</summary>
    public static string MistakeOf(LinkAnswer answer) => "organizer.link." + answer switch
    {
        LinkAnswer.Used => "used",
        LinkAnswer.Expired => "expired",
        LinkAnswer.Unknown or LinkAnswer.Good => "unknown",
    };
}
