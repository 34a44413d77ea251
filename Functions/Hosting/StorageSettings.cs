using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Esik.Hosting;

/// <summary>Which storage account holds the festival. The name is the Functions host's own, so that both use one account.</summary>
[Settings]
public sealed class StorageSettings
{
    /// <summary>Connection string of the storage account.</summary>
    [Description("Example: UseDevelopmentStorage=true for a local Azurite")]
    [Required(ErrorMessage = "is missing.")]
    public string AzureWebJobsStorage { get; set; } = "";
}
