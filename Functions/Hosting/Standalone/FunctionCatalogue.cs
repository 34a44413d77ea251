using System.Reflection;
using Esik.Doors;
using Esik.Mails;
using Esik.Organizers;
using Esik.Pages;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Reports;
using Esik.Slots;
using Esik.Tickets;
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

    /// <summary>All functions of the application. A list, because to look for them a start would load every type that there is.</summary>
    public static FunctionCatalogue Application { get; } = Of(
        typeof(AdmissionFunctions), typeof(AssetFunctions), typeof(ClashFunctions), typeof(DeskFunctions), typeof(DoorFunctions),
        typeof(DoorGuestFunctions), typeof(DoorPassFunctions), typeof(ForgetExpiredFunctions), typeof(GuestFunctions), typeof(HealthFunctions),
        typeof(LeadClashFunctions), typeof(MailFunctions), typeof(MailboxFunctions), typeof(OpenApiFunctions), typeof(PaperFunctions),
        typeof(ProgrammeFunctions), typeof(RegistrationFunctions), typeof(ReportFunctions), typeof(ScanFunctions), typeof(SignInFunctions),
        typeof(SignOutFunctions), typeof(SlotDeskFunctions), typeof(SlotFunctions), typeof(StorageFunctions), typeof(SyncFunctions),
        typeof(TicketChangeFunctions), typeof(TicketFunctions), typeof(TicketJsonFunctions), typeof(TroubleFunctions));

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
