using Esik.Languages;
using Microsoft.Extensions.Primitives;

namespace Esik.Registrations;

/// <summary>The sign-up form as it comes over the wire.</summary>
public static class SignUpForms
{
    // What is longer was not typed into this form; it is cut where it is shown again.
    private const int ShownMax = 500;

    /// <summary>Everything as it was typed. A request id that is none is replaced: the guest cannot correct a hidden field.</summary>
    /// <param name="proof">A fresh proof, for the form when it is drawn again.</param>
    public static SignUpForm Read(IReadOnlyDictionary<string, StringValues> fields, string proof) => new(
        Field(fields, SignUpForm.RequestIdField),
        proof,
        Field(fields, SignUpForm.NameField),
        Field(fields, SignUpForm.EmailField),
        Field(fields, SignUpForm.PartyField),
        Field(fields, SignUpForm.ConsentField).Length > 0);

    /// <summary>The form's content as a sign-up to be checked. It has no language field: the page's own language counts.</summary>
    public static SignUpInput Input(SignUpForm form, Language language) =>
        new(form.Name, form.Email, form.Party, language.Code(), form.Consent, form.RequestId);

    /// <summary>The form to draw again after a refusal.</summary>
    public static SignUpForm Again(SignUpForm form, string refusalCode) =>
        refusalCode is "request-changed" || !SignUp.IsRequestId(form.RequestId) ? form with { RequestId = SignUp.NewRequestId() } : form;

    /// <summary>One field as it was typed, cut where it is longer than anybody types; empty when it is not there.</summary>
    public static string Field(IReadOnlyDictionary<string, StringValues> fields, string name)
    {
        var text = fields.TryGetValue(name, out var values) && values.Count > 0 ? values[0] ?? "" : "";
        return text.Length <= ShownMax ? text : text[..ShownMax];
    }
}
