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

/// <summary>All functions of the application, found by their attributes and sorted by name as the Functions host sorts them.</summary>
public static class FunctionCatalogue
{
    public static IReadOnlyList<FunctionEntry> All { get; } = Find(typeof(FunctionCatalogue).Assembly);

    public static IEnumerable<Type> Classes => All.Select(function => function.Class).Distinct();

    private static IReadOnlyList<FunctionEntry> Find(Assembly assembly) =>
        [.. assembly.GetTypes()
            .SelectMany(type => type.GetMethods())
            .Where(method => method.IsDefined(typeof(FunctionAttribute)))
            .Select(Describe)
            .OrderBy(function => function.Name, StringComparer.OrdinalIgnoreCase)];

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
