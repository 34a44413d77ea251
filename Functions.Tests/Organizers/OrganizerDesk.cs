using System.Net;
using Esik.Hosting.Tests;
using Esik.Registrations;

namespace Esik.Organizers.Tests;

/// <summary>An organizer's browser, as far as tests of pages without script need one.</summary>
public static class OrganizerDesk
{
    public const string Email = "aigerim@example.org";

    public static readonly Dictionary<string, string?> Listed = new() { ["Organizers"] = $"{Email}, Timur@Example.org" };

    /// <summary>The path of a new single-use link for <see cref="Email"/>, or of another one.</summary>
    public static async Task<string> LinkAsync(TestSite site, string email = Email, bool reusable = false, TimeSpan? lifetime = null)
    {
        var links = site.Get<OrganizerLinks>();
        var link = await links.CreateAsync(EmailAddress.Parse(email)!, reusable, lifetime ?? OrganizerLink.Lifetime, CancellationToken.None);
        return new Uri(links.AddressOf(link)).PathAndQuery;
    }

    /// <summary>Signs in by a new link and gives a client that has the cookie.</summary>
    public static async Task<HttpClient> SignInAsync(TestSite site)
    {
        var client = site.NewClient(new CookieContainer());
        using var answer = await PressAsync(client, await LinkAsync(site));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        return client;
    }

    /// <summary>Opens a link and presses its button.</summary>
    public static async Task<HttpResponseMessage> PressAsync(HttpClient client, string link) =>
        await SendAsync(client, "/organizer/sign-in", PageForm.Read(await client.GetStringAsync(Relative(link)), "sign-in"));

    public static Task<HttpResponseMessage> SendAsync(HttpClient client, string path, IEnumerable<KeyValuePair<string, string>> fields) =>
        client.PostAsync(Relative(path), new FormUrlEncodedContent(fields));

    public static Uri Relative(string path) => new(path, UriKind.Relative);
}

/// <summary>The fields of a form as they stand in a page; of several with one name the first.</summary>
public static class PageForm
{
    public static Dictionary<string, string> Read(string page, string id)
    {
        var start = page.IndexOf($"id=\"{id}\"", StringComparison.Ordinal);
        Assert.True(start >= 0, $"The page has no form named {id}.");
        var form = page[start..page.IndexOf("</form>", start, StringComparison.Ordinal)];
        return form.Split("<input ").Skip(1)
            .Select(input => (Name: Attribute(input, "name"), Value: Attribute(input, "value")))
            .Where(field => field.Name is not null)
            .DistinctBy(field => field.Name)
            .ToDictionary(field => field.Name!, field => WebUtility.HtmlDecode(field.Value ?? ""));
    }

    private static string? Attribute(string tag, string name)
    {
        var start = tag.IndexOf($"{name}=\"", StringComparison.Ordinal);
        return start < 0 ? null : tag[(start + name.Length + 2)..tag.IndexOf('"', start + name.Length + 2)];
    }
}
