// What Hosting/Azure takes of the isolated worker's packages, which not every registry has: written down by hand from their source, so that
// the build "Common" compiles that folder at each check. It proves that our side fits what we believe of theirs, and nothing of theirs.
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

#pragma warning disable IDE0130 // The namespaces are the worker's, not this folder's.
namespace Microsoft.Azure.Functions.Worker
{
    public sealed class WorkerOptions
    {
        public IDictionary<string, string> Capabilities { get; } = new Dictionary<string, string>();
    }
}

namespace Microsoft.Azure.Functions.Worker.Builder
{
    public sealed class FunctionsApplicationBuilder
    {
        private readonly HostApplicationBuilder builder = new();

        public IServiceCollection Services => builder.Services;

        public ConfigurationManager Configuration => builder.Configuration;

        public IHost Build() => builder.Build();
    }

    public static class FunctionsApplication
    {
        public static FunctionsApplicationBuilder CreateBuilder(string[] args) => throw new NotSupportedException($"No worker is here for {args.Length} arguments.");
    }

    public static class FunctionsApplicationBuilderAspNetCoreExtensions
    {
        public static FunctionsApplicationBuilder ConfigureFunctionsWebApplication(this FunctionsApplicationBuilder builder) => builder;
    }
}
