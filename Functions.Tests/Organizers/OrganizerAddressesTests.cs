using System.Net;
using Esik.Hosting.Standalone;
using Esik.Hosting.Tests;
using static Esik.Organizers.Tests.OrganizerDesk;

namespace Esik.Organizers.Tests;

/// <summary>No address of the desk or of the reports answers to strangers, whichever will be added.</summary>
public sealed class OrganizerAddressesTests(OrganizerAddressesTests.Shared shared) : IClassFixture<OrganizerAddressesTests.Shared>
{
    private static readonly string[] SignIn = ["OrganizerSignInPage", "OrganizerSignInLink", "OrganizerSignIn"];

    public static TheoryData<string, string, string> Addresses
    {
        get
        {
            var addresses = new TheoryData<string, string, string>();
            foreach (var function in FunctionCatalogue.Application.All.OfType<HttpFunction>())
            {
                if ((function.Route == "organizer" || function.Route.StartsWith("organizer/", StringComparison.Ordinal) || function.Route.StartsWith("api/reports", StringComparison.Ordinal))
                    && !SignIn.Contains(function.Name))
                {
                    foreach (var method in function.Methods)
                        addresses.Add(function.Name, method, "/" + function.Route);
                }
            }
            return addresses;
        }
    }

    [Fact]
    public void The_addresses_are_found() => Assert.True(Addresses.Count >= 8);

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_stranger_gets_nothing(string name, string method, string path)
    {
        foreach (var token in new[] { null, "", "x.y", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" })
        {
            using var request = new HttpRequestMessage(new HttpMethod(method.ToUpperInvariant()), path);
            if (token is not null)
                request.Headers.Add("Cookie", "esik-organizer=" + token);
            request.Headers.Add("Accept", "text/html");
            if (method == "post")
                request.Content = new FormUrlEncodedContent([new("device", "0123456789abcdef")]);

            using var answer = await shared.Site.Client.SendAsync(request);

            if (path.StartsWith("/api/", StringComparison.Ordinal))
            {
                Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
                Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
                Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.Single().Scheme);
            }
            else
            {
                Assert.True(answer.StatusCode == HttpStatusCode.SeeOther, $"{name} answered {answer.StatusCode}.");
                Assert.StartsWith("/organizer/sign-in", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
            }
            Assert.True(answer.Headers.CacheControl!.NoStore);
        }
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task A_form_without_its_own_proof_does_nothing(string name, string method, string path)
    {
        if (method != "post")
            return;
        using var client = await SignInAsync(shared.Site);
        foreach (var proof in new[] { null, "", "1.x" })
        {
            using var answer = await SendAsync(client, path, proof is null ? [] : [new("proof", proof)]);
            Assert.True(answer.StatusCode == HttpStatusCode.Forbidden, $"{name} answered {answer.StatusCode}.");
        }
    }

    public sealed class Shared : IAsyncLifetime
    {
        public TestSite Site { get; private set; } = null!;

        public async Task InitializeAsync() => Site = await TestSite.StartAsync(FixedProgrammes.Site(FixedProgrammes.OfSlots(2, DateTimeOffset.UnixEpoch.AddYears(60))));

        public async Task DisposeAsync() => await Site.DisposeAsync();
    }
}
