using Esik.Languages;

namespace Esik.Mails.Tests;

/// <summary>A mail with one of everything.</summary>
internal static class SampleMail
{
    public static readonly byte[] Png = Convert.FromBase64String("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    public static Mail New(string toName = "Айгүл", string subject = "Саз: билетіңіз дайын", string messageId = "b1.0123456789abcdef.ticket@festival.example") => new()
    {
        MessageId = messageId,
        FromName = "Art Energy Almaty",
        ToAddress = "aigul@example.org",
        ToName = toName,
        Language = Language.Kazakh,
        Subject = subject,
        Html = "<p>Сәлем! <img src=\"cid:qr\"></p>",
        Text = "Сәлем!\n",
        Pictures = [new MailPicture("qr", "qr.png", "image/png", Png)],
        Files = [new MailFile("билет.ics", "text/calendar; charset=utf-8; method=PUBLISH", "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"u8.ToArray())],
        Arguments = new Dictionary<string, string> { ["slot"] = "clay" },
    };

    public static readonly string[] NastyNames =
    [
        "\"Бакыт\" <root@example.com>",
        "A\r\nBcc: everyone@example.com",
        "A\nX-Evil: 1\n\n<script>alert(1)</script>",
        "tab\there\0nul",
        "\u202Egnp.exe\u202C \u2067abc",
        "שלום\u200F عالم",
        "🎭👩‍🎨 Театр; a, b: (c) @ d \\ e",
        "half \uD83D surrogate",
        "=?utf-8?B?QmNjOiB4?=",
        new('ң', 5000),
        "\u2028line\u2029separators\u0085",
    ];

    public static TheoryData<string> Nasty => [.. NastyNames];
}
