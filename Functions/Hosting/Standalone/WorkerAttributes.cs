// The few names of the isolated worker that Esik's functions use, declared here with the worker's own signatures, so that
// the same function classes compile without the worker's packages. Nothing else may be added that the worker does not have.
#pragma warning disable IDE0130 // The namespace is the worker's, not this folder's.
namespace Microsoft.Azure.Functions.Worker;

/// <summary>Marks a method as a function with a name that is unique in the application.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class FunctionAttribute(string name) : Attribute
{
    public string Name { get; } = name;
}

/// <summary>Who may call an HTTP function. Esik guards inside its functions, so all are anonymous to the host.</summary>
public enum AuthorizationLevel
{
    Anonymous = 0,
    User = 1,
    Function = 2,
    System = 3,
    Admin = 4,
}

/// <summary>The function answers HTTP requests of these methods on this route.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods) : Attribute
{
    public AuthorizationLevel AuthLevel { get; } = authLevel;

    public IReadOnlyList<string> Methods { get; } = methods;

    public string? Route { get; set; }
}

/// <summary>The function runs at the times of a six-field cron expression (seconds first), in UTC.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class TimerTriggerAttribute(string schedule) : Attribute
{
    public string Schedule { get; } = schedule;
}

/// <summary>What a timer function is told of its own schedule.</summary>
public sealed class TimerInfo
{
    public bool IsPastDue { get; set; }
}

/// <summary>The function handles the messages of a storage queue, Base64-encoded, at least once each.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class QueueTriggerAttribute(string queueName) : Attribute
{
    public string QueueName { get; } = queueName;
}
