using System.Text;
using Esik.Languages;

namespace Esik.Mails;

/// <summary>What a mail says, in one reader's language, before it has a form. HTML and plain text are both made from it, so they say the same.</summary>
public sealed record Letter
{
    public required Language Language { get; init; }

    public required string Subject { get; init; }

    public required string Heading { get; init; }

    /// <summary>Null when the reader's name is not known.</summary>
    public string? Greeting { get; init; }

    public required string Lead { get; init; }

    /// <summary>What it is about: a slot's title, for instance. Empty for none.</summary>
    public string Title { get; init; } = "";

    public IReadOnlyList<LetterFact> Facts { get; init; } = [];

    /// <summary>What the picture <see cref="QrContentId"/> shows, for those who cannot see it; null without a picture.</summary>
    public string? QrAlt { get; init; }

    /// <summary>Under the picture.</summary>
    public string? QrNote { get; init; }

    public required LetterLink Button { get; init; }

    public IReadOnlyList<string> Notes { get; init; } = [];

    public required string Footer { get; init; }

    /// <summary>Under which name the letter's HTML shows the QR picture.</summary>
    public const string QrContentId = "qr";

    /// <summary>The letter as plain text with line feeds.</summary>
    public string ToText()
    {
        var text = new StringBuilder();
        Paragraph(text, Heading);
        Paragraph(text, Greeting);
        Paragraph(text, Lead);
        Paragraph(text, Title);
        Paragraph(text, string.Join('\n', Facts.Select(fact => $"{fact.Label}: {fact.Value}")));
        Paragraph(text, QrNote);
        Paragraph(text, $"{Button.Label}:\n{Button.Url}");
        foreach (var note in Notes)
            Paragraph(text, note);
        text.Append("-- \n").Append(MailLine.Body(Footer)).Append('\n');
        return text.ToString();
    }

    private static void Paragraph(StringBuilder text, string? paragraph)
    {
        if (!string.IsNullOrEmpty(paragraph))
            text.Append(MailLine.Body(paragraph)).Append("\n\n");
    }
}

/// <summary>One line of facts: <c>When: Saturday 18 September, 14:30–16:00</c>.</summary>
public sealed record LetterFact(string Label, string Value);

/// <param name="Url">Absolute.</param>
public sealed record LetterLink(string Label, string Url);
