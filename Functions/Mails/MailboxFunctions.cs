using Esik.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Mails;

/// <summary>The mails of the folder mailer in the browser, on a developer's own machine only; elsewhere these addresses do not exist.</summary>
public sealed class MailboxFunctions(Edge edge, Mailbox mailbox, SiteSettings site, MailSettings settings)
{
    // A mail brings its own inline styles and nothing else; it runs nothing, and is kept apart from the site's pages.
    private const string MailPolicy = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; frame-ancestors 'none'";

    [Function("DevMailbox")]
    public Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dev/mailbox")] HttpRequest request, CancellationToken stop) =>
        OpenAsync(request, async () => Answers.PrivatePage<MailboxPage>(new { Entries = await mailbox.ListAsync(stop), mailbox.Folder, Language = Readers.LanguageOf(request) }));

    [Function("DevMailboxMail")]
    public Task<IResult> Mail([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dev/mailbox/{id}")] HttpRequest request, string id, CancellationToken stop) =>
        OpenAsync(request, async () => await mailbox.FindAsync(id, stop) is { } mail
            ? Answers.PrivatePage<MailboxMailPage>(new { Mail = mail, Language = Readers.LanguageOf(request) })
            : Edge.Refuse(request, Problem.NotFound));

    [Function("DevMailboxHtml")]
    public Task<IResult> Html([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dev/mailbox/{id}/html")] HttpRequest request, string id, CancellationToken stop) =>
        OpenAsync(request, async () =>
        {
            if (await mailbox.FindAsync(id, stop) is not { } mail)
                return Edge.Refuse(request, Problem.NotFound);
            request.HttpContext.Response.Headers.ContentSecurityPolicy = MailPolicy;
            return Results.Text(mail.Html, "text/html; charset=utf-8");
        });

    [Function("DevMailboxFile")]
    public Task<IResult> File([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dev/mailbox/{id}/message.eml")] HttpRequest request, string id) =>
        OpenAsync(request, () => Task.FromResult(mailbox.FileOf(id) is { } file
            ? Results.File(Path.GetFullPath(file), "message/rfc822", id + ".eml")
            : Edge.Refuse(request, Problem.NotFound)));

    [Function("DevMailboxPart")]
    public Task<IResult> Part([HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "dev/mailbox/{id}/files/{name}")] HttpRequest request, string id, string name, CancellationToken stop) =>
        OpenAsync(request, async () => (await mailbox.FindAsync(id, stop))?.Files.FirstOrDefault(file => file.Name == name) is { } found
            ? Results.File(found.Content, found.MediaType, found.Name)
            : Edge.Refuse(request, Problem.NotFound));

    private Task<IResult> OpenAsync(HttpRequest request, Func<Task<IResult>> answer) => edge.Answer(request, () =>
    {
        request.HttpContext.Response.Headers.CacheControl = "no-store";
        return site.MailboxIsOpen && settings.Mailer == MailerKind.Folder ? answer() : Task.FromResult(Edge.Refuse(request, Problem.NotFound));
    });
}
