using System.Threading.Channels;
using FaceAuth.Signaling.Security;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using MailKit.Net.Smtp;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Accounts;

/// <summary>Mails to people with accounts, sent in the background: links for forgotten passwords, and what changed.</summary>
/// <remarks>
/// Who asks for a link gets the same answer in the same time, whether there is such an account or not: whether there is, is looked up
/// behind the queue. The queue is bounded, and what finds no place in it is counted and forgotten. An address gets three links an hour at
/// most, on all nodes, whatever becomes of its account. A mail that cannot be handed over is tried again twice.
/// </remarks>
internal sealed class AccountMails(
    IServiceScopeFactory scopes, MailSender sender, IPasswordResets resets, IRateCounts counts, IAuditLog audit, IOptions<MailOptions> mail,
    IOptions<WebOptions> web, SignalingMetrics metrics, TimeProvider time, ILogger<AccountMails> logger) : BackgroundService
{
    const int Capacity = 256;
    const int MailsPerHour = 3;
    const int NewsPerHour = 20;   // nobody changes more in earnest, and who means to hide one among others gets no further
    const string Subject = "A new password";
    const string NewsSubject = "Your account was changed";

    static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30)];

    readonly Channel<Wish> _wishes = Channel.CreateBounded<Wish>(
        new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    /// <summary>Whether mail is sent at all.</summary>
    public bool IsOpen => mail.Value.IsSet;

    /// <summary>Takes a name down; it says nothing about the name.</summary>
    public void Ask(string? name)
    {
        if (!AccountRules.IsName(name)) return;
        Enqueue(new(name!, ClientOrigin.Current, null));
    }

    /// <summary>Tells a user what was changed about how they sign in, where mail is sent and the account has an address.</summary>
    public void Tell(FaceAuthUser user, AccountNews news)
    {
        if (IsOpen) Enqueue(new(user.UserName!, null, news));
    }

    void Enqueue(Wish wish)
    {
        if (!_wishes.Writer.TryWrite(wish)) metrics.Mailed("dropped");
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var wish in _wishes.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await HandleAsync(wish, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                metrics.Mailed("failed");
                SignalingLog.MailFailed(logger, e.GetType().Name);   // its message may name the address
            }
        }
    }

    async Task HandleAsync(Wish wish, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
        if (await users.FindByNameAsync(wish.Name) is not { DisabledAt: null } user || await AddressOfAsync(users, user) is not { } address)
            return;
        var (kind, most) = wish.News is null ? ("reset", MailsPerHour) : ("news", NewsPerHour);
        if (!(await counts.TryTakeAsync($"{kind} {address.ToUpperInvariant()}", most, TimeSpan.FromHours(1))).IsAllowed)
        {
            metrics.Mailed("limited");
            return;
        }

        if (wish.News is { } news)
        {
            await SendAsync(address, NewsSubject, TextOf(news), cancellation);
            metrics.Mailed("sent");
            return;
        }

        if (await resets.IssueAsync(user.Id, AccountAdmin.LinkLifetime, cancellation) is not (_, { } token)) return;
        await audit.AppendAsync(
            new(time.GetUtcNow(), "user.reset_mail", Caller.OwnerOfUser(user.Id)) { Origin = wish.Origin }, CancellationToken.None);
        await SendAsync(address, Subject, TextOf(web.Value.PublicAddress + ResetPage.PathOf(token)), cancellation);
        metrics.Mailed("sent");
    }

    async Task SendAsync(string address, string subject, string text, CancellationToken cancellation)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                await sender.SendAsync(address, subject, text, cancellation);
                return;
            }
            // what the other server refuses for good (5xx, RFC 5321 §4.2.1) would keep the others waiting
            catch (Exception fault) when (tries < Pauses.Length && !cancellation.IsCancellationRequested
                && fault is not SmtpCommandException { StatusCode: >= SmtpStatusCode.SyntaxError })
            {
                metrics.Mailed("retried");
                await Task.Delay(Pauses[tries], time, cancellation);
            }
        }
    }

    /// <summary>The account's address; its name where that is one, as in the reference system.</summary>
    static async Task<string?> AddressOfAsync(UserManager<FaceAuthUser> users, FaceAuthUser user) =>
        (await users.GetEmailAsync(user) ?? user.UserName) is { } address && MimeKit.MailboxAddress.TryParse(address, out var box)
            && box.Address == address && address.Contains('@', StringComparison.Ordinal) ? address : null;

    string TextOf(AccountNews news) =>
        $"""
        {news switch
        {
            AccountNews.PasskeyAdded => "A passkey was added to your account. It signs in without the password.",
            AccountNews.PasskeyRemoved => "A passkey was removed from your account. It signs in no more.",
            _ => "The password of your account was changed. Everybody who was signed in with the old one is signed out.",
        }}

        If that was you, do nothing. If it was not, choose a new password now:

        {web.Value.PublicAddress}/reset.html

        and tell whoever runs this server.
        """;

    static string TextOf(string link) =>
        $"""
        Somebody, most likely you, asked for a new password for your account.

        Open this link to choose one. It works once, within an hour:

        {link}

        If it was not you, do nothing: your password stays as it is.
        """;

    /// <summary>Who is to get a mail, whence it was asked for, and what it tells; null for a link.</summary>
    sealed record Wish(string Name, AuditOrigin? Origin, AccountNews? News);
}
