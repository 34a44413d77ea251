using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Esik.Hosting;

/// <summary>Marks a class whose public properties are settings of the application, each under its own flat name.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SettingsAttribute : Attribute;

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
    /// <summary>Every settings class of the application.</summary>
    public static IReadOnlyList<Type> Classes { get; } =
        [.. typeof(EsikSettings).Assembly.GetTypes().Where(type => type.IsDefined(typeof(SettingsAttribute))).OrderBy(type => type.Name, StringComparer.Ordinal)];

    /// <summary>The flat name of every setting.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Classes.SelectMany(Properties).Select(property => property.Name)];

    /// <summary>Reads all settings classes and adds each as a singleton.</summary>
    /// <exception cref="SettingsException">Something is missing or wrong; all mistakes are listed.</exception>
    public static void AddEsikSettings(this IServiceCollection services, IConfiguration configuration)
    {
        var mistakes = new List<string>();
        foreach (var type in Classes)
            services.AddSingleton(type, Read(type, configuration, mistakes));
        if (mistakes.Count > 0)
            throw new SettingsException(mistakes);
    }

    private static object Read(Type type, IConfiguration configuration, List<string> mistakes)
    {
        var settings = Activator.CreateInstance(type)!;
        foreach (var property in Properties(type))
        {
            var text = configuration[property.Name];
            if (string.IsNullOrWhiteSpace(text))
                continue;
            try
            {
                property.SetValue(settings, TypeDescriptor.GetConverter(property.PropertyType).ConvertFromString(null, CultureInfo.InvariantCulture, text.Trim()));
            }
            catch (Exception unreadable) when (unreadable is FormatException or ArgumentException or NotSupportedException or OverflowException)
            {
                mistakes.Add($"{property.Name}: is not a {Readable(property.PropertyType)}.{Example(property)}");
            }
        }
        var results = new List<ValidationResult>();
        if (!Validator.TryValidateObject(settings, new ValidationContext(settings), results, validateAllProperties: true))
            mistakes.AddRange(results.Select(result => Describe(type, result)));
        return settings;
    }

    private static IEnumerable<PropertyInfo> Properties(Type type) => type.GetProperties().Where(property => property.CanWrite);

    private static string Describe(Type type, ValidationResult result)
    {
        var name = result.MemberNames.FirstOrDefault();
        var property = name is null ? null : type.GetProperty(name);
        return $"{name}: {result.ErrorMessage}{(property is null ? "" : Example(property))}";
    }

    private static string Readable(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        { IsEnum: true } choice => "one of " + string.Join(", ", Enum.GetNames(choice)),
        var number when number == typeof(int) => "whole number",
        var flag when flag == typeof(bool) => "true or false",
        var other => other.Name,
    };

    private static string Example(PropertyInfo property) =>
        property.GetCustomAttribute<DescriptionAttribute>() is { Description: { Length: > 0 } text } ? " " + text : "";
}
