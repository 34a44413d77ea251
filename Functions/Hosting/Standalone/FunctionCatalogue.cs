using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Hosting.Standalone;

/// <summary>A function of the application, as its attributes describe it.</summary>
public abstract record FunctionEntry(string Name, MethodInfo Method)
{
    public Type Class => Method.DeclaringType!;
}

public sealed record HttpFunction(string Name, MethodInfo Method, string Route, IReadOnlyList<string> Methods) : FunctionEntry(Name, Method);

public sealed record QueueFunction(string Name, MethodInfo Method, string Queue) : FunctionEntry(Name, Method);

public sealed record TimerFunction(string Name, MethodInfo Method, string Schedule) : FunctionEntry(Name, Method);

/// <summary>Functions found by their attributes and sorted by name, as the Functions host sorts them.</summary>
public sealed class FunctionCatalogue
{
    private FunctionCatalogue(IEnumerable<Type> types) =>
        All = [.. types
            .SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .Select(Describe)
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>How the classes of functions are named: by it they are found, so that not every method of the application is looked at.</summary>
    public const string ClassEnding = "Functions";

    /// <summary>All functions of the application.</summary>
    public static FunctionCatalogue Application { get; } = new(
        typeof(FunctionCatalogue).Assembly.GetTypes().Where(type => type.Name.EndsWith(ClassEnding, StringComparison.Ordinal)));

    public IReadOnlyList<FunctionEntry> All { get; }

    public IEnumerable<Type> Classes => All.Select(function => function.Class).Distinct();

    /// <summary>The functions of these classes alone, for tests.</summary>
    public static FunctionCatalogue Of(params IEnumerable<Type> classes) => new(classes);

    private static FunctionEntry Describe(MethodInfo method)
    {
        var name = method.GetCustomAttribute<FunctionAttribute>()!.Name;
        foreach (var parameter in method.GetParameters())
        {
            if (parameter.GetCustomAttribute<HttpTriggerAttribute>() is { } http)
                return new HttpFunction(name, method, http.Route ?? name, http.Methods);
            if (parameter.GetCustomAttribute<QueueTriggerAttribute>() is { } queue)
                return new QueueFunction(name, method, queue.QueueName);
            if (parameter.GetCustomAttribute<TimerTriggerAttribute>() is { } timer)
                return new TimerFunction(name, method, timer.Schedule);
        }
        throw new InvalidOperationException($"The function {name} has no trigger.");
    }
}
