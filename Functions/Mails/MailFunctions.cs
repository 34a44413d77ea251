using Esik.Hosting;
using Microsoft.Azure.Functions.Worker;

namespace Esik.Mails;

/// <summary>Sends what transactions promised.</summary>
public sealed class MailFunctions(MailDesk desk)
{
    [Function("SendMails")]
    public Task SendMails([QueueTrigger(Queues.Mails)] string message, CancellationToken stop) => desk.HandleAsync(MailIntent.Parse(message), stop);
}
