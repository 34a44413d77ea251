using Esik.Hosting.Standalone;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Hosting.Tests;

public sealed class FunctionRulesTests
{
    [Fact]
    public void Every_function_keeps_the_rules_of_the_functions_host() => Assert.Equal([], FunctionRules.Breaches(FunctionCatalogue.Application));

    // A start looks for neither: both are listed.
    [Fact]
    public void No_function_and_no_setting_is_left_out()
    {
        var types = typeof(FunctionCatalogue).Assembly.GetTypes();

        Assert.Equal(FunctionCatalogue.Of(types).All.Select(function => function.Name), FunctionCatalogue.Application.All.Select(function => function.Name));
        Assert.Equal(types.Where(type => type.IsDefined(typeof(SettingsAttribute), false)).Select(type => type.Name).Order(StringComparer.Ordinal), EsikSettings.Classes.Select(type => type.Name));
    }

    [Fact]
    public void Good_functions_break_no_rule() => Assert.Equal([], FunctionRules.Breaches(FunctionCatalogue.Of(typeof(Good))));

    [Theory]
    [InlineData(typeof(OneNameTwice), "same: is the name of 2 functions")]
    [InlineData(typeof(RootRoute), "home: has no route, or one that begins or ends with a slash")]
    [InlineData(typeof(HostsOwnRoute), "desk: has a route that is the host's own")]
    [InlineData(typeof(Swallowed), "door: get /door goes to bare-language")]
    [InlineData(typeof(SwallowedPicture), "ticket-picture: get /tickets/clay.png goes to ticket")]
    [InlineData(typeof(EarlyCatchAll), "door: get /door goes to assets")]
    [InlineData(typeof(Impossible), "odd: no path fits its route {code:length(99)}")]
    [InlineData(typeof(ForgottenRouteValue), "slot: does not take {slotId} of its route")]
    [InlineData(typeof(UnknownRouteValue), "slot: takes slotId, which its route does not have")]
    [InlineData(typeof(QueryParameter), "list: has a parameter that the worker does not bind: String page")]
    [InlineData(typeof(Service), "list: has a parameter that the worker does not bind: TimeProvider clock")]
    [InlineData(typeof(Poco), "list: does not return Task<IResult>")]
    [InlineData(typeof(KeyNeeded), "list: asks for a key of the host")]
    [InlineData(typeof(AnyMethod), "list: names no method, so it answers to all")]
    [InlineData(typeof(UnknownQueue), "read: reads the queue nowhere, which nobody creates")]
    [InlineData(typeof(FiveFields), "ring: has a schedule that is no six-field cron expression: */5 * * * *")]
    [InlineData(typeof(BinaryMessage), "read: has a parameter that the worker does not bind: Byte[] message")]
    [InlineData(typeof(BadName), "1st: has a name that the host refuses")]
    public void A_function_that_breaks_a_rule_is_found(Type functions, string breach) => Assert.Contains(breach, FunctionRules.Breaches(FunctionCatalogue.Of(functions)));

    private static Task<IResult> Answer => Task.FromResult(Results.Ok());

#pragma warning disable CA1822 // The worker wants instance methods.
    public sealed class Good
    {
        [Function("door")]
        public Task<IResult> Door([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "door")] HttpRequest request) => Answer;

        [Function("home")]
        public Task<IResult> Home([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{home:maxlength(0)?}")] HttpRequest request, string? home) => Answer;

        [Function("slot")]
        public Task<IResult> Slot(
            [HttpTrigger(AuthorizationLevel.Anonymous, "get", "post", Route = "{lang:regex(^(kk|ru|en)$)}/slots/{slotId}")] HttpRequest request,
            string lang,
            string slotId,
            CancellationToken stop) => Answer;

        [Function("send")]
        public Task Send([QueueTrigger(Queues.Mails)] string message, CancellationToken stop) => Task.CompletedTask;

        [Function("ring")]
        public Task Ring([TimerTrigger("0 */5 * * * *")] TimerInfo timer) => Task.CompletedTask;

        [Function("zz-assets")]
        public Task<IResult> Assets([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*path}")] HttpRequest request, string? path) => Answer;
    }

    public sealed class OneNameTwice
    {
        [Function("same")]
        public Task<IResult> One([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "one")] HttpRequest request) => Answer;

        [Function("same")]
        public Task<IResult> Two([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "two")] HttpRequest request) => Answer;
    }

    public sealed class RootRoute
    {
        [Function("home")]
        public Task<IResult> Home([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "/")] HttpRequest request) => Answer;
    }

    public sealed class HostsOwnRoute
    {
        [Function("desk")]
        public Task<IResult> Desk([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "admin/desk")] HttpRequest request) => Answer;
    }

    public sealed class Swallowed
    {
        [Function("bare-language")]
        public Task<IResult> Programme([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{lang}")] HttpRequest request, string lang) => Answer;

        [Function("door")]
        public Task<IResult> Door([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "door")] HttpRequest request) => Answer;
    }

    public sealed class SwallowedPicture
    {
        [Function("ticket")]
        public Task<IResult> Ticket([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "tickets/{key}")] HttpRequest request, string key) => Answer;

        [Function("ticket-picture")]
        public Task<IResult> Picture([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "tickets/{key}.png")] HttpRequest request, string key) => Answer;
    }

    public sealed class EarlyCatchAll
    {
        [Function("assets")]
        public Task<IResult> Assets([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{*path}")] HttpRequest request, string? path) => Answer;

        [Function("door")]
        public Task<IResult> Door([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "door")] HttpRequest request) => Answer;
    }

    public sealed class Impossible
    {
        [Function("odd")]
        public Task<IResult> Odd([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{code:length(99)}")] HttpRequest request, string code) => Answer;
    }

    public sealed class ForgottenRouteValue
    {
        [Function("slot")]
        public Task<IResult> Slot([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slots/{slotId}")] HttpRequest request) => Answer;
    }

    public sealed class UnknownRouteValue
    {
        [Function("slot")]
        public Task<IResult> Slot([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "slots")] HttpRequest request, string slotId) => Answer;
    }

    public sealed class QueryParameter
    {
        [Function("list")]
        public Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "list")] HttpRequest request, [FromQuery] string page) => Answer;
    }

    public sealed class Service
    {
        [Function("list")]
        public Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "list")] HttpRequest request, TimeProvider clock) => Answer;
    }

    public sealed class Poco
    {
        [Function("list")]
        public Task<string> List([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "list")] HttpRequest request) => Task.FromResult("");
    }

    public sealed class KeyNeeded
    {
        [Function("list")]
        public Task<IResult> List([HttpTrigger(AuthorizationLevel.Function, "get", Route = "list")] HttpRequest request) => Answer;
    }

    public sealed class AnyMethod
    {
        [Function("list")]
        public Task<IResult> List([HttpTrigger(AuthorizationLevel.Anonymous, Route = "list")] HttpRequest request) => Answer;
    }

    public sealed class UnknownQueue
    {
        [Function("read")]
        public Task Read([QueueTrigger("nowhere")] string message) => Task.CompletedTask;
    }

    public sealed class FiveFields
    {
        [Function("ring")]
        public Task Ring([TimerTrigger("*/5 * * * *")] TimerInfo timer) => Task.CompletedTask;
    }

    public sealed class BinaryMessage
    {
        [Function("read")]
        public Task Read([QueueTrigger(Queues.Mails)] byte[] message) => Task.CompletedTask;
    }

    public sealed class BadName
    {
        [Function("1st")]
        public Task<IResult> First([HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "first")] HttpRequest request) => Answer;
    }
}
