using System.Reflection;
using System.Text.Json;
using Esik.Hosting;

namespace Esik.Slots;

/// <summary>
/// Turns a record into the columns of a table row and back: numbers, texts, flags, times and bytes as themselves, enums and ids as
/// text, everything else as JSON. A column that is not there gives the constructor's default, so rows written by an older version read on.
/// </summary>
public sealed class RowMap(Type type)
{
    private readonly ConstructorInfo constructor = type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length).First();

    private readonly PropertyInfo[] properties =
        [.. type.GetProperties().Where(property => type.GetConstructors()[0].GetParameters().Any(parameter => parameter.Name == property.Name))];

    /// <summary>The record's columns. Nulls are left out, and zeros, since they are read back from a column that is not there: a row costs storage by its columns.</summary>
    public IEnumerable<KeyValuePair<string, object>> Columns(object record) =>
        properties.Select(property => (property.Name, Value: ToColumn(property.GetValue(record))))
            .Where(column => column.Value is not (null or 0 or 0L))
            .Select(column => KeyValuePair.Create(column.Name, column.Value!));

    /// <summary>The record that was written as these columns.</summary>
    public object Read(IDictionary<string, object> columns) =>
        constructor.Invoke([.. constructor.GetParameters().Select(parameter => FromColumn(columns, parameter))]);

    private static object? ToColumn(object? value) => value switch
    {
        null => null,
        int or long or bool or string or byte[] or DateTimeOffset => value,
        Enum name => name.ToString(),
        _ => JsonSerializer.Serialize(value, value.GetType(), EsikJson.Rows),
    };

    private static object? FromColumn(IDictionary<string, object> columns, ParameterInfo parameter)
    {
        var wanted = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        if (!columns.TryGetValue(parameter.Name!, out var column))
        {
            return parameter.HasDefaultValue ? parameter.DefaultValue
                : wanted == parameter.ParameterType && wanted.IsValueType ? Activator.CreateInstance(wanted) : null;
        }
        return column switch
        {
            int number when wanted == typeof(long) => (long)number,
            DateTime time when wanted == typeof(DateTimeOffset) => new DateTimeOffset(time, TimeSpan.Zero),
            string text when wanted.IsEnum => Enum.Parse(wanted, text),
            string text when wanted != typeof(string) => JsonSerializer.Deserialize(text, wanted, EsikJson.Rows),
            BinaryData bytes => bytes.ToArray(),
            _ => column,
        };
    }
}
