using Microsoft.Extensions.DependencyInjection;

namespace Esik.Mails;

/// <summary>All that sends mails, wired up.</summary>
public static class MailDelivery
{
    public static void AddMails(this IServiceCollection services)
    {
        services.AddSingleton<IMailer>(provider => Mailer(provider.GetRequiredService<MailSettings>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<GuestLetters>();
        services.AddSingleton<MailWriter>();
        services.AddSingleton<MailQueue>();
        services.AddSingleton<OutboxTable>();
        services.AddSingleton<MailTroubleTable>();
        services.AddSingleton<NightRest>();
        services.AddSingleton<MailRound>();
        services.AddSingleton<Mailbox>();
        services.AddSingleton<SignInDesk>();
        services.AddSingleton<MailDesk>();
    }

    private static IMailer Mailer(MailSettings settings, TimeProvider clock) => settings.Mailer switch
    {
        MailerKind.Folder => new FolderMailer(settings, clock),
        MailerKind.SendGrid => new SendGridMailer(settings, clock),
        MailerKind.Smtp => new SmtpMailer(settings, clock),
    };
}
