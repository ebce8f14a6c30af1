using MailKit.Net.Smtp;
using MailKit.Security;
using Microsoft.Extensions.Options;
using MimeKit;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Hands one mail to the mail server, over a connection of its own.</summary>
internal sealed class MailSender(IOptions<MailOptions> options)
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Sends a text.</summary>
    /// <exception cref="Exception">The server cannot be reached, is not whom its certificate should name, or refuses.</exception>
    public async Task SendAsync(string to, string subject, string text, CancellationToken cancellation)
    {
        var mail = options.Value;   // checked at start: there is a host, and an address to send from
        using var message = new MimeMessage();
        message.From.Add(MailboxAddress.Parse(mail.From!));
        message.To.Add(MailboxAddress.Parse(to));
        message.Subject = subject;
        message.Body = new TextPart("plain") { Text = text };
        using var client = new SmtpClient();
        client.Timeout = (int)Patience.TotalMilliseconds;
        client.CheckCertificateRevocation = false;   // servers inside a company have no list that could be reached
        await client.ConnectAsync(mail.Host!, mail.Port, SecurityOf(mail.Security), cancellation);
        if (mail.User is { } user) await client.AuthenticateAsync(user, mail.Password ?? "", cancellation);
        await client.SendAsync(message, cancellation);
        await client.DisconnectAsync(true, cancellation);
    }

    static SecureSocketOptions SecurityOf(MailSecurity security) => security switch
    {
        MailSecurity.Tls => SecureSocketOptions.SslOnConnect,
        MailSecurity.None => SecureSocketOptions.None,
        _ => SecureSocketOptions.StartTls,
    };
}
