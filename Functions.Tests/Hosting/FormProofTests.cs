using FsCheck.Xunit;
using Microsoft.Extensions.Time.Testing;

namespace Esik.Hosting.Tests;

public class FormProofTests
{
    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2027, 9, 18, 12, 0, 0, TimeSpan.Zero));
    private readonly FormProofs proofs;

    public FormProofTests() => proofs = Process(1);

    [Fact]
    public void A_form_from_one_process_works_at_another() =>
        Assert.Equal(FormProof.Valid, Process(1).Check("sign-up", "clay", proofs.Make("sign-up", "clay")));

    [Fact]
    public void A_form_of_another_festival_does_not() =>
        Assert.Equal(FormProof.Wrong, Process(2).Check("sign-up", "clay", proofs.Make("sign-up", "clay")));

    [Theory]
    [InlineData("sign-up", "dance")]
    [InlineData("revoke", "clay")]
    [InlineData("sign-upc", "lay")]
    [InlineData("", "sign-upclay")]
    public void A_proof_is_good_for_its_form_and_its_subject_only(string purpose, string subject) =>
        Assert.Equal(FormProof.Wrong, proofs.Check(purpose, subject, proofs.Make("sign-up", "clay")));

    [Theory]
    [InlineData(0, FormProof.Valid)]
    [InlineData(24 * 3600, FormProof.Valid)]
    [InlineData(24 * 3600 + 1, FormProof.Expired)]
    [InlineData(-120, FormProof.Valid)]
    public void A_proof_lasts_a_day(int secondsLater, FormProof verdict)
    {
        var later = new FakeTimeProvider(clock.GetUtcNow().AddSeconds(secondsLater));
        Assert.Equal(verdict, Process(1, later).Check("sign-up", "clay", proofs.Make("sign-up", "clay")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_proof_is_missing(string? text) => Assert.Equal(FormProof.Missing, proofs.Check("sign-up", "clay", text));

    [Fact]
    public void Another_time_of_issue_does_not_fit()
    {
        var proof = proofs.Make("sign-up", "clay").Split('.');
        var later = $"{long.Parse(proof[0], System.Globalization.CultureInfo.InvariantCulture) + 1}.{proof[1]}";
        Assert.Equal(FormProof.Wrong, proofs.Check("sign-up", "clay", later));
    }

    [Property]
    public bool Any_other_text_is_wrong(string text) =>
        string.IsNullOrEmpty(text) || proofs.Check("sign-up", "clay", text) == FormProof.Wrong;

    [Property]
    public bool Any_changed_letter_is_noticed(int at, char letter)
    {
        var proof = proofs.Make("sign-up", "clay").ToCharArray();
        var index = (int)((uint)at % proof.Length);
        if (proof[index] == letter)
            return true;
        proof[index] = letter;
        return proofs.Check("sign-up", "clay", new string(proof)) != FormProof.Valid;
    }

    private FormProofs Process(byte secret, TimeProvider? time = null)
    {
        var settings = new SiteSettings { FestivalSecret = Convert.ToBase64String(Enumerable.Repeat(secret, 32).ToArray()) };
        return new FormProofs(new FestivalSeal(settings), time ?? clock);
    }
}
