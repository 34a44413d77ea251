using System.Text.Encodings.Web;
using System.Text.Unicode;
using Esik.Audits;
using Esik.Backups;
using Esik.Doors;
using Esik.Mails;
using Esik.Organizers;
using Esik.Programmes;
using Esik.Registrations;
using Esik.Reports;
using Esik.Signals;
using Esik.Slots;
using Esik.Tickets;
using Esik.Waitlists;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.ResponseCompression;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Esik.Hosting;

/// <summary>Everything that both hosts have in common.</summary>
public static class EsikServices
{
    /// <exception cref="SettingsException">A setting is missing or wrong.</exception>
    public static IServiceCollection AddEsik(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddEsikSettings(configuration);
        services.AddFirstPage();
        services.AddTelemetry();
        services.AddResponseCompression(compression =>
        {
            compression.EnableForHttps = true;
            // A door's roster: what is not a cipher text in it packs well.
            compression.MimeTypes = [.. ResponseCompressionDefaults.MimeTypes, RosterBytes.MediaType];
        });
        services.AddHostedService<StorageReady>();
        services.AddSingleton<FestivalSeal>();
        services.AddSingleton<FormProofs>();
        services.AddSingleton<SlotWriters>();
        services.AddHostedService(provider => provider.GetRequiredService<SlotWriters>());
        services.AddSingleton<ILines, LineTable>();
        services.AddSingleton<LinePlaces>();
        services.AddSingleton<Waitlist>();
        services.AddHostedService(provider => provider.GetRequiredService<Waitlist>());
        services.AddSingleton<OwedTallies>();
        services.AddSingleton(provider => provider.GetRequiredService<TicketSettings>().Keys());
        services.AddSingleton(provider => Esik.Tickets.GuestKey.Parse(provider.GetRequiredService<TicketSettings>().GuestKey)!);
        services.AddSingleton<SlotPlaces>();
        services.AddSingleton<CapacityDesk>();
        services.AddSingleton<SlotNewsDesk>();
        services.AddSingleton<ProgrammeImport>();
        services.AddSingleton<Erasure>();
        services.AddSingleton<AuditTable>();
        services.AddSingleton<Audit>();
        services.AddSingleton<BackupTable>();
        services.AddSingleton<Backup>();
        services.AddSingleton<Restore>();
        services.AddSingleton<RegistrationDesk>();
        services.AddSingleton<SignUpLimits>();
        services.AddSingleton<GuestDesk>();
        services.AddSingleton<TicketDesk>();
        services.AddSingleton<TicketRequests>();
        services.AddSingleton<OrganizerTable>();
        services.AddSingleton<OrganizerSessions>();
        services.AddSingleton<OrganizerLinks>();
        services.AddSingleton<SignInLimits>();
        services.AddSingleton<DoorTable>();
        services.AddSingleton<DoorDesk>();
        services.AddSingleton<DoorLimits>();
        services.AddSingleton<IRosterRows, RosterTable>();
        services.AddSingleton<IShortCodes>(provider => provider.GetRequiredService<SlotTable>());
        services.AddSingleton<Rosters>();
        services.AddSingleton<SyncDesk>();
        services.AddSingleton<ScanReader>();
        services.AddSingleton<ScanDesk>();
        services.AddSingleton<GuestListTable>();
        services.AddSingleton<GuestLists>();
        services.AddSingleton<RecentAdmissionsTable>();
        services.AddSingleton<PaperDesk>();
        services.AddSingleton<ClashDesk>();
        services.AddSingleton<DoorGate>();
        services.AddMails();
        services.AddSingleton<Callers>();
        services.AddSingleton<Edge>();
        services.AddSingleton<ReportDesk>();
        services.AddSingleton<TroubleTable>();
        services.AddSingleton<LanguageSwitch>();
        services.AddSingleton<OrganizerCookie>();
        services.AddSingleton<OrganizerGate>();
        services.AddTransient<IStartupFilter, Guard>();
        return services;
    }

    /// <summary>As much of it as draws the programme's page; the settings of site and storage are to be there already.</summary>
    public static void AddFirstPage(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddMetrics();
        services.AddReaders();
        services.AddSingleton<IProgrammes, ProgrammeInForce>();
        services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
        services.AddSingleton<RazorText>();
        services.AddSingleton<FirstPage>();
    }

    /// <summary>Of that what reads from storage, and writes no log: all singletons, which one process may share between two providers.</summary>
    public static void AddReaders(this IServiceCollection services)
    {
        services.AddSingleton<Measures>();
        services.AddSingleton<StorageRequests>();
        services.AddSingleton<EsikStorage>();
        services.AddSingleton<SlotTable>();
        services.AddSingleton<ISlotStore>(provider => provider.GetRequiredService<SlotTable>());
        services.AddSingleton<Tallies>();
        services.AddSingleton<ProgrammeTable>();
    }
}
