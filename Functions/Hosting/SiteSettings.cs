using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Esik.Hosting;

/// <summary>Where the site stands and whom it trusts.</summary>
[Settings]
public sealed class SiteSettings : IValidatableObject
{
    /// <summary>The one festival that this deployment serves: the <c>id</c> of its festival file.</summary>
    [Description("Example: art-energy-almaty")]
    [Required(ErrorMessage = "is missing.")]
    public string FestivalId { get; set; } = "";

    /// <summary>The festival's time zone, by its IANA name: an import of a file that says another is refused. Empty: the file's own is believed.</summary>
    [Description("Example: Asia/Almaty")]
    public string FestivalTimeZone { get; set; } = "";

    /// <summary>The address under which guests reach the site, without a path. Links in mails and pages are built from it, never from a Host header.</summary>
    [Description("Example: https://tickets.example.org")]
    public string PublicUrl { get; set; } = "";

    /// <summary>How many proxies in front of the site are trusted to name the caller in X-Forwarded-For: 0 ignores that header.</summary>
    [Description("Example: 0, or 1 behind one reverse proxy")]
    [Range(0, 5, ErrorMessage = "must be 0 to 5.")]
    public int TrustedProxies { get; set; }

    /// <summary>The server's own secret (32 random bytes, Base64): form proofs, sign-in links, sessions and device tokens come from it, so they hold at every instance.</summary>
    [Description("Example: the output of `openssl rand -base64 32`")]
    [Required(ErrorMessage = "is missing.")]
    public string FestivalSecret { get; set; } = "";

    /// <summary>
    /// Whether the conveniences of a developer's own machine exist: reusable door and sign-in links, and the mailbox. <c>start</c> sets it
    /// while it listens on loopback; nobody else should.
    /// </summary>
    [Description("Example: false")]
    public bool DevPages { get; set; }

    /// <summary>Whether mails may be read in the browser. Not behind a public address: a tunnel ends on loopback too.</summary>
    public bool MailboxIsOpen => DevPages && Public.IsLoopback;

    /// <summary>The public address as an absolute address that ends with a slash.</summary>
    public Uri Public => new(PublicUrl.TrimEnd('/') + "/");

    /// <summary>An absolute link to a page of this site.</summary>
    public string Link(string path) => new Uri(Public, path.TrimStart('/')).AbsoluteUri;

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FestivalId.Length > 0 && (FestivalId.Length > 40 || FestivalId.Any(letter => letter is not ((>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'))))
            yield return new ValidationResult("must be 1 to 40 of a-z, 0-9 and the hyphen.", [nameof(FestivalId)]);
        if (PublicUrl.Length == 0)
            yield return new ValidationResult("is missing.", [nameof(PublicUrl)]);
        else if (!Uri.TryCreate(PublicUrl, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || url.AbsolutePath != "/" || PublicUrl.AsSpan().ContainsAny("?#@"))
            yield return new ValidationResult("must be an http or https address without a path.", [nameof(PublicUrl)]);
        else if (url.Scheme == "http" && !url.IsLoopback)
            yield return new ValidationResult("must be https: guests' data may not travel in clear.", [nameof(PublicUrl)]);
        if (FestivalTimeZone.Length > 0 && !(TimeZoneInfo.TryFindSystemTimeZoneById(FestivalTimeZone, out var zone) && zone.HasIanaId))
            yield return new ValidationResult("is no time zone that this machine knows.", [nameof(FestivalTimeZone)]);
        if (FestivalSecret.Length > 0 && SecretBytes.Read(FestivalSecret) is null)
            yield return new ValidationResult("must be at least 32 bytes in Base64.", [nameof(FestivalSecret)]);
    }
}
