using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>Two nodes on one database, a subject and an account, and the bounds that attempts are held to.</summary>
public abstract class FaceAttemptsFixture : IAsyncLifetime
{
    protected const int Passive = 0;
    protected const int Standard = 1;
    protected const int Strict = 2;

    protected static readonly TimeSpan Wait = TimeSpan.FromSeconds(30);

    private protected StoreUnderTest One { get; private set; } = null!;

    private protected StoreUnderTest Other { get; private set; } = null!;

    protected Guid Subject { get; private set; }

    protected Guid Account { get; private set; }

    public async ValueTask InitializeAsync()
    {
        One = await OpenAsync();
        Other = await AgainAsync();
        Subject = (await One.Subjects.GetOrCreateAsync("rp:1", "ada", Cancellation)).Id;
        await using var scope = One.Services.CreateAsyncScope();
        var user = new FaceAuthUser { UserName = "anna" };
        Assert.True((await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().CreateAsync(user)).Succeeded);
        Account = user.Id;
    }

    public async ValueTask DisposeAsync()
    {
        if (Other is not null) await Other.DisposeAsync();
        if (One is not null) await One.DisposeAsync();
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    private protected abstract Task<StoreUnderTest> OpenAsync();

    /// <summary>Another node on the same database, or the same one after a restart.</summary>
    private protected abstract Task<StoreUnderTest> AgainAsync();

    private protected abstract ValueTask CloseAsync();

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected AttemptBound OfSubject => new(AttemptScope.Subject, Subject.ToString(), 10, Wait, 100);

    protected AttemptBound OfAccount => new(AttemptScope.Account, Account.ToString(), 10, Wait, 100);

    protected static AttemptBound OfAddress(string address = "192.0.2.1", int free = 20) =>
        new(AttemptScope.Address, address, free, TimeSpan.FromSeconds(5));

    private protected static Task<AttemptAnswer> BeginAsync(
        StoreUnderTest on, AttemptBound bound, int rank = Standard, SessionPurpose purpose = SessionPurpose.Verify) =>
        on.Get<IFaceAttempts>().TryBeginAsync(purpose, rank, [bound], Cancellation).AsTask();

    private protected static Task<AttemptAnswer> LookAsync(
        StoreUnderTest on, AttemptBound bound, int rank = Standard, SessionPurpose purpose = SessionPurpose.Verify) =>
        on.Get<IFaceAttempts>().LookAsync(purpose, rank, [bound], Cancellation).AsTask();

    private protected static ValueTask AcceptAsync(StoreUnderTest on, AttemptAnswer begun) =>
        on.Get<IFaceAttempts>().HandleAcceptedAsync(begun.Ticket!, Cancellation);

    private protected static ValueTask TakeBackAsync(StoreUnderTest on, AttemptAnswer begun) =>
        on.Get<IFaceAttempts>().TakeBackAsync(begun.Ticket!, Cancellation);

    /// <summary>Fails so often, and waits before each as long as it must.</summary>
    private protected async Task FailAsync(
        AttemptBound bound, int times, int rank = Standard, SessionPurpose purpose = SessionPurpose.Verify)
    {
        for (var i = 0; i < times; i++)
        {
            var begun = await BeginAsync(One, bound, rank, purpose);
            if (begun.RetryAfter is { } wait)
            {
                Advance(wait);
                begun = await BeginAsync(One, bound, rank, purpose);
            }

            Assert.True(begun.IsAllowed);
        }
    }

    protected void Advance(TimeSpan time)
    {
        One.Clock.Advance(time);
        Other.Clock.Advance(time);
    }

    private protected Task<int> RowsAsync() => One.QueryAsync(context => context.FaceAttempts.CountAsync(Cancellation));
}
