using System.Reflection;
using Cronos;
using Esik.Hosting.Standalone;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Hosting.Tests;

/// <summary>What must hold of all functions so that they work under the Functions host with the isolated worker, which these tests cannot run.</summary>
public static class FunctionRules
{
    private static readonly Type[] RouteValues = [typeof(string), typeof(int), typeof(Guid)];

    /// <summary>One sentence for each rule that a function breaks; none when all is well.</summary>
    public static IReadOnlyList<string> Breaches(FunctionCatalogue catalogue) =>
    [
        .. catalogue.All.GroupBy(function => function.Name, StringComparer.OrdinalIgnoreCase).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: is the name of {same.Count()} functions"),
        .. catalogue.All.SelectMany(function => OfShape(function).Concat(OfTrigger(function)).Select(breach => $"{function.Name}: {breach}")),
        .. FunctionRoutes.Unreachable(catalogue),
    ];

    private static IEnumerable<string> OfShape(FunctionEntry function)
    {
        if (function.Method.IsStatic || !function.Class.IsPublic && !function.Class.IsNestedPublic)
            yield return "is no instance method of a public class";
        if (!IsName(function.Name))
            yield return "has a name that the host refuses";
        var answer = function is HttpFunction ? typeof(Task<IResult>) : typeof(Task);
        if (function.Method.ReturnType != answer)
            yield return $"does not return {(function is HttpFunction ? "Task<IResult>" : "Task")}";
        var triggers = function.Method.GetParameters().Count(parameter => Trigger(parameter) is not null);
        if (triggers != 1)
            yield return $"has {triggers} triggers";
        foreach (var parameter in function.Method.GetParameters().Where(parameter => !Binds(function, parameter)))
            yield return $"has a parameter that the worker does not bind: {parameter.ParameterType.Name} {parameter.Name}";
    }

    private static IEnumerable<string> OfTrigger(FunctionEntry function) => function switch
    {
        HttpFunction http => OfHttp(http),
        QueueFunction queue when !Queues.All.Contains(queue.Queue) => [$"reads the queue {queue.Queue}, which nobody creates"],
        TimerFunction timer when !CronExpression.TryParse(timer.Schedule, CronFormat.IncludeSeconds, out _) => [$"has a schedule that is no six-field cron expression: {timer.Schedule}"],
        _ => [],
    };

    private static IEnumerable<string> OfHttp(HttpFunction function)
    {
        var trigger = function.Method.GetParameters().Select(parameter => parameter.GetCustomAttribute<HttpTriggerAttribute>()).First(found => found is not null)!;
        if (trigger.AuthLevel != AuthorizationLevel.Anonymous)
            yield return "asks for a key of the host";
        if (function.Methods.Count == 0)
            yield return "names no method, so it answers to all";
        // The worker fails to build its endpoint table with "/", and then no HTTP function answers at all.
        if (trigger.Route is null or "" || trigger.Route.StartsWith('/') || trigger.Route.EndsWith('/'))
            yield return "has no route, or one that begins or ends with a slash";
        if (function.Route.Split('/')[0].ToUpperInvariant() is "ADMIN" or "RUNTIME")
            yield return "has a route that is the host's own";
        var inRoute = FunctionRoutes.Parameters(function);
        var inMethod = function.Method.GetParameters().Where(parameter => IsRouteValue(parameter)).Select(parameter => parameter.Name!).ToList();
        foreach (var name in inRoute.Except(inMethod, StringComparer.OrdinalIgnoreCase))
            yield return $"does not take {{{name}}} of its route";
        foreach (var name in inMethod.Except(inRoute, StringComparer.OrdinalIgnoreCase))
            yield return $"takes {name}, which its route does not have";
    }

    private static bool Binds(FunctionEntry function, ParameterInfo parameter) => Trigger(parameter) switch
    {
        HttpTriggerAttribute => parameter.ParameterType == typeof(HttpRequest),
        QueueTriggerAttribute => parameter.ParameterType == typeof(string),
        TimerTriggerAttribute => parameter.ParameterType == typeof(TimerInfo),
        _ => !parameter.GetCustomAttributes().Any(attribute => attribute.GetType().Namespace?.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) == true)
            && (parameter.ParameterType == typeof(CancellationToken) || (function is HttpFunction && IsRouteValue(parameter))),
    };

    private static bool IsRouteValue(ParameterInfo parameter) => Trigger(parameter) is null && RouteValues.Contains(parameter.ParameterType);

    private static Attribute? Trigger(ParameterInfo parameter) =>
        parameter.GetCustomAttributes().FirstOrDefault(attribute => attribute is HttpTriggerAttribute or QueueTriggerAttribute or TimerTriggerAttribute);

    private static bool IsName(string name) => name.Length is > 0 and < 128 && char.IsAsciiLetter(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_');
}
