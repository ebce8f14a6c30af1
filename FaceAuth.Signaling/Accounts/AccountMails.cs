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
/// most, on all nodes, whatever becomes of its account. A mail that cannot be handed over is tried again twice, behind those that
/// wait by then.
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

    readonly MailQueue<Wish> _wishes = new(Capacity, time);

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
        if (!_wishes.TryAdd(wish, TimeSpan.Zero)) metrics.Mailed("dropped");
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var wish = await _wishes.NextAsync(stoppingToken);
            try
            {
                if ((wish.Letter ?? await LetterOfAsync(wish, stoppingToken)) is { } letter)
                    await SendAsync(wish with { Letter = letter }, letter, stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                metrics.Mailed("failed");
                SignalingLog.MailFailed(logger, e.GetType().Name);   // its message may name the address
            }
        }
    }

    /// <summary>The mail of a wish; null where there is to be none.</summary>
    async Task<Letter?> LetterOfAsync(Wish wish, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
        if (await users.FindByNameAsync(wish.Name) is not { DisabledAt: null } user || await AddressOfAsync(users, user) is not { } address)
            return null;
        var (kind, most) = wish.News is null ? ("reset", MailsPerHour) : ("news", NewsPerHour);
        if (!(await counts.TryTakeAsync($"{kind} {address.ToUpperInvariant()}", most, TimeSpan.FromHours(1))).IsAllowed)
        {
            metrics.Mailed("limited");
            return null;
        }

        if (wish.News is { } news) return new(address, NewsSubject, TextOf(news), 0);

        if (await resets.IssueAsync(user.Id, AccountAdmin.LinkLifetime, cancellation) is not (_, { } token)) return null;
        await audit.AppendAsync(
            new(time.GetUtcNow(), "user.reset_mail", Caller.OwnerOfUser(user.Id)) { Origin = wish.Origin }, CancellationToken.None);
        return new(address, Subject, TextOf(web.Value.LinkAddress + ResetPage.PathOf(token)), 0);
    }

    async Task SendAsync(Wish wish, Letter letter, CancellationToken cancellation)
    {
        try
        {
            await sender.SendAsync(letter.Address, letter.Subject, letter.Text, cancellation);
            metrics.Mailed("sent");
        }
        // what the other server refuses for good (5xx, RFC 5321 §4.2.1) it refuses again
        catch (Exception fault) when (letter.Tries < Pauses.Length && !cancellation.IsCancellationRequested
            && fault is not SmtpCommandException { StatusCode: >= SmtpStatusCode.SyntaxError })
        {
            var again = wish with { Letter = letter with { Tries = letter.Tries + 1 } };
            metrics.Mailed(_wishes.TryAdd(again, Pauses[letter.Tries]) ? "retried" : "dropped");
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

        {web.Value.LinkAddress}/reset.html

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
    sealed record Wish(string Name, AuditOrigin? Origin, AccountNews? News)
    {
        /// <summary>Its mail, once it is written; it may hold a link.</summary>
        public Letter? Letter { get; init; }

        /// <summary>Never prints any of it.</summary>
        public override string ToString() => "Wish { ‹private› }";
    }

    /// <summary>A mail, and how often it was handed over in vain.</summary>
    sealed record Letter(string Address, string Subject, string Text, int Tries)
    {
        /// <summary>Never prints any of it.</summary>
        public override string ToString() => "Letter { ‹private› }";
    }
}
