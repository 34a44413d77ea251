using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Esik.Doors;
using Esik.Mails;
using Esik.Organizers;
using Esik.Registrations;
using Esik.Slots;
using Esik.Tickets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Hosting;

/// <summary>Marks a class whose public properties are settings of the application, each under its own flat name.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingsAttribute : Attribute;

/// <summary>The setting's name where it is not the property's own. Two underscores make a section, as the Functions host writes them.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SettingNameAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>One or more settings are missing or wrong. The message names each, says what is wrong, and gives an example; it never shows a secret's value.</summary>
public sealed class SettingsException(IReadOnlyList<string> mistakes)
    : Exception("Esik cannot start with these settings:" + Environment.NewLine + string.Join(Environment.NewLine, mistakes.Select(mistake => "  - " + mistake)))
{
    public IReadOnlyList<string> Mistakes { get; } = mistakes;
}

/// <summary>
/// Binds the settings classes (<see cref="SettingsAttribute"/>) from environment variables or <c>local.settings.json</c>
/// and checks them all before anything starts, so that a wrong setting stops the start with its name.
/// </summary>
public static class EsikSettings
{
    private const string VaultReference = "@Microsoft.KeyVault(";

    /// <summary>Every settings class of the application. A list, because to look for them a start would load every type that there is.</summary>
    public static IReadOnlyList<Type> Classes { get; } =
    [
        typeof(DoorSettings), typeof(MailSettings), typeof(OrganizerSettings), typeof(SignUpSettings), typeof(SiteSettings), typeof(SlotSettings),
        typeof(StorageSettings), typeof(TelemetrySettings), typeof(TicketSettings),
    ];

    /// <summary>The flat name of every setting.</summary>
    public static IReadOnlyList<string> Names => [.. Classes.SelectMany(Properties).Select(NameOf)];

    /// <summary>Where configuration keeps a setting: as an environment variable, two underscores stand for a section's colon.</summary>
    public static string KeyOf(string name) => name.Replace("__", ConfigurationPath.KeyDelimiter, StringComparison.Ordinal);

    /// <summary>Reads settings classes and adds each as a singleton.</summary>
    /// <param name="services"></param>
    /// <param name="configuration"></param>
    /// <param name="some">Those that are wanted; without any, all there are.</param>
    /// <exception cref="SettingsException">Something is missing or wrong; all mistakes are listed.</exception>
    public static void AddEsikSettings(this IServiceCollection services, IConfiguration configuration, params Type[] some)
    {
        var mistakes = new List<string>();
        foreach (var type in some is [] ? Classes : some)
            services.AddSingleton(type, Read(type, configuration, mistakes));
        if (mistakes.Count > 0)
            throw new SettingsException(mistakes);
    }

    private static object Read(Type type, IConfiguration configuration, List<string> mistakes)
    {
        var settings = Activator.CreateInstance(type)!;
        var unresolved = new HashSet<string>();
        foreach (var property in Properties(type))
        {
            var text = configuration[KeyOf(NameOf(property))]?.Trim();
            if (string.IsNullOrEmpty(text))
                continue;
            // What Azure leaves in a setting when it could not read the vault. As a value it would be a wrong key, or none at all.
            if (text.StartsWith(VaultReference, StringComparison.OrdinalIgnoreCase))
            {
                mistakes.Add($"{NameOf(property)}: is a Key Vault reference that was not resolved: put the secret into the vault, and let the site's identity read it.{Example(property)}");
                unresolved.Add(property.Name);
                continue;
            }
            try
            {
                property.SetValue(settings, ValueOf(property.PropertyType, text));
            }
            catch (Exception unreadable) when (unreadable is FormatException or ArgumentException or OverflowException)
            {
                mistakes.Add($"{NameOf(property)}: is not {Readable(property.PropertyType)}.{Example(property)}");
            }
        }
        mistakes.AddRange(Check(settings).Where(result => !result.MemberNames.Any(unresolved.Contains)).Select(result => Describe(type, result)));
        return settings;
    }

    private static object ValueOf(Type type, string text)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain.IsEnum)
            return Enum.Parse(plain, text, ignoreCase: true) is var choice && Enum.IsDefined(plain, choice) ? choice : throw new FormatException();
        return plain == typeof(Guid) ? Guid.Parse(text) : Convert.ChangeType(text, plain, CultureInfo.InvariantCulture);
    }

    // As the framework's Validator has it: the class's own rules are asked once its properties pass. Validator itself first describes every
    // property as for a designer (TypeDescriptor), which at a start takes longer than all else here.
    private static List<ValidationResult> Check(object settings)
    {
        var found = new List<ValidationResult>();
        foreach (var property in Properties(settings.GetType()))
        {
            var context = new ValidationContext(settings) { MemberName = property.Name, DisplayName = property.Name };
            foreach (var rule in property.GetCustomAttributes<ValidationAttribute>())
            {
                if (rule.GetValidationResult(property.GetValue(settings), context) is { } broken)
                    found.Add(broken);
            }
        }
        if (found.Count == 0 && settings is IValidatableObject own)
            found.AddRange(own.Validate(new ValidationContext(settings)));
        return found;
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties().Where(property => property.CanWrite);

    private static string NameOf(PropertyInfo property) => property.GetCustomAttribute<SettingNameAttribute>()?.Name ?? property.Name;

    private static string Describe(Type type, ValidationResult result)
    {
        var name = result.MemberNames.FirstOrDefault();
        var property = name is null ? null : type.GetProperty(name);
        return $"{(property is null ? name : NameOf(property))}: {result.ErrorMessage}{(property is null ? "" : Example(property))}";
    }

    private static string Readable(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } choice => "one of " + string.Join(", ", Enum.GetNames(choice)),
        var number when number == typeof(int) => "a whole number",
        var flag when flag == typeof(bool) => "true or false",
        var id when id == typeof(Guid) => "an id of 32 hexadecimal digits",
        var other => "a " + other.Name,
    };

    private static string Example(PropertyInfo property) =>
        property.GetCustomAttribute<DescriptionAttribute>() is { Description: { Length: > 0 } text } ? " " + text : "";
}
