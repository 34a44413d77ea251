using System.Globalization;

namespace Esik.Hosting;

/// <summary>What a form's proof is worth.</summary>
public enum FormProof
{
    Valid,
    Missing,

    /// <summary>Ours, but the page stood open for longer than <see cref="FormProofs.HoursMax"/>: draw it again.</summary>
    Expired,

    /// <summary>Not ours, or of another form, or of somebody else.</summary>
    Wrong,
}

/// <summary>
/// Hidden fields that show that a form came from a page of this site. A proof comes from the festival's secret alone, nothing is stored:
/// a form from one process works at another. It says who the page was drawn for, not that it is sent for the first time.
/// </summary>
public sealed class FormProofs(FestivalSeal seal, TimeProvider clock)
{
    /// <summary>The name of the hidden field.</summary>
    public const string Field = "proof";

    /// <summary>How long a page may stand open before its form is sent, in hours.</summary>
    public const int HoursMax = 24;

    private const string Purpose = "form-proof";

    /// <param name="purpose">Which form, such as <c>sign-up</c>: the proof is good for no other.</param>
    /// <param name="subject">Whose page or what about: an organizer's session, a slot. Empty when the form is anybody's.</param>
    public string Make(string purpose, string subject)
    {
        var issued = clock.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{issued}.{seal.Of(Purpose, purpose, subject, issued)}";
    }

    /// <summary>Takes whatever was sent; never throws.</summary>
    public FormProof Check(string purpose, string subject, string? text)
    {
        if (string.IsNullOrEmpty(text))
            return FormProof.Missing;
        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || !long.TryParse(text.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var issued))
            return FormProof.Wrong;
        if (!seal.Fits(text[(dot + 1)..], Purpose, purpose, subject, text[..dot]))
            return FormProof.Wrong;
        // A time ahead of ours passed the seal, so it comes from an instance whose clock is a little fast.
        return clock.GetUtcNow().ToUnixTimeSeconds() - issued > HoursMax * 3600L ? FormProof.Expired : FormProof.Valid;
    }
}
