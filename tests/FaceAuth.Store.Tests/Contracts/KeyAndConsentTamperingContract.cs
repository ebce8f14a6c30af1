using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.RelyingParties;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FaceAuth.Store.Tests.Contracts;

/// <summary>API keys and consents that somebody altered, or put into the database, on every engine.</summary>
public abstract class KeyAndConsentTamperingContract : IAsyncLifetime
{
    StoreUnderTest? _store;

    [Theory]
    [InlineData("Scopes", "NULL")]
    [InlineData("ExpiresAt", "NULL")]
    [InlineData("ExpiresAt", "\"ExpiresAt\" + 864000000000")]
    [InlineData("CreatedAt", "\"CreatedAt\" + 1")]
    [InlineData("PartyId", "(SELECT \"Id\" FROM \"RelyingParties\" WHERE \"Name\" = 'bank')")]
    public async Task A_key_with_another_value_opens_nothing(string column, string value)
    {
        var bank = (await Store.Parties.IssueKeyAsync("bank", Cancellation)).ApiKey;
        var terms = new KeyTerms([KeyScopes.Sessions], Store.Clock.GetUtcNow().AddDays(1));
        var issued = await Store.Parties.IssueKeyAsync("shop", Cancellation, terms);

        await SqlAsync($"""UPDATE "ApiKeys" SET "{column}" = {value} WHERE "Scopes" IS NOT NULL""");

        Assert.Null(await Store.Parties.AuthenticateAsync(issued.ApiKey, Cancellation));
        Assert.NotNull(await Store.Parties.AuthenticateAsync(bank, Cancellation));
        await AssertToldAsync("apikey", issued.Record.Id, "1 API keys");
    }

    [Fact]
    public async Task A_key_put_into_the_database_opens_nothing_and_is_not_listed()
    {
        var (party, key) = await Store.Parties.IssueKeyAsync("bank", Cancellation);
        var (foreign, hash, id) = (ApiKey.Make(), new byte[ApiKey.HashBytes], Guid.NewGuid());
        ApiKey.TryHash(foreign, hash);
        await Store.QueryAsync(async context =>
        {
            var genuine = await context.ApiKeys.SingleAsync(Cancellation);
            context.ApiKeys.Add(new()
            {
                Id = id,
                PartyId = party.Id,
                Prefix = ApiKey.Prefix(hash),
                Hash = hash,
                CreatedAt = genuine.CreatedAt,
                Authenticator = genuine.Authenticator,
            });
            return await context.SaveChangesAsync(Cancellation);
        });

        Assert.Null(await Store.Parties.AuthenticateAsync(foreign, Cancellation));
        Assert.NotNull(await Store.Parties.AuthenticateAsync(key, Cancellation));
        Assert.Single((await Store.Parties.ListKeysAsync("bank", Cancellation))!);
        await SqlAsync($"""DELETE FROM "ApiKeys" WHERE "Hash" <> (SELECT "Hash" FROM "ApiKeys" WHERE "Prefix" = {ApiKey.Prefix(hash)})""");
        Assert.False(await Store.Parties.HasKeyAsync(party.Id, Cancellation));
        await AssertToldAsync("apikey", id, "1 API keys");
    }

    [Fact]
    public async Task Parties_whose_names_are_exchanged_hold_no_keys()
    {
        var (party, key) = await Store.Parties.IssueKeyAsync("bank", Cancellation);

        await SqlAsync("""UPDATE "RelyingParties" SET "Name" = 'shop'""");

        Assert.Null(await Store.Parties.AuthenticateAsync(key, Cancellation));
        Assert.False(await Store.Parties.HasKeyAsync(party.Id, Cancellation));
    }

    [Theory]
    [InlineData("Version", "'2'")]
    [InlineData("Language", "NULL")]
    [InlineData("GivenAt", "\"GivenAt\" - 1")]
    [InlineData("By", "'rp:2'")]
    public async Task A_consent_with_another_value_was_not_given(string column, string value)
    {
        var anna = await ConsentAsync();

        await SqlAsync($"""UPDATE "Consents" SET "{column}" = {value}""");

        Assert.Empty(await Consents.ListAsync(anna, 10, Cancellation));
        var id = await Store.QueryAsync(context => context.Consents.Select(c => c.Id).SingleAsync(Cancellation));
        await AssertToldAsync("consent", id, "1 consents");
    }

    [Fact]
    public async Task A_consent_copied_to_another_subject_was_not_given()
    {
        var anna = await ConsentAsync();
        var bob = (await Store.Subjects.GetOrCreateAsync("rp:1", "bob", Cancellation)).Id;
        await Store.QueryAsync(async context =>
        {
            var row = await context.Consents.AsNoTracking().SingleAsync(Cancellation);
            (row.Id, row.SubjectId) = (Guid.NewGuid(), bob);
            context.Consents.Add(row);
            return await context.SaveChangesAsync(Cancellation);
        });

        Assert.Empty(await Consents.ListAsync(bob, 10, Cancellation));
        Assert.Equal("1", Assert.Single(await Consents.ListAsync(anna, 10, Cancellation)).Version);
    }

    [Fact]
    public async Task What_an_earlier_version_wrote_is_believed_once_and_never_again()
    {
        var key = (await Store.Parties.IssueKeyAsync("bank", Cancellation)).ApiKey;
        var anna = await ConsentAsync();
        var ada = new FaceAuthUser { UserName = "ada", CreatedAt = Store.Clock.GetUtcNow() };
        Assert.True((await InUsersAsync(users => users.CreateAsync(ada, "Correct-horse-7"))).Succeeded);
        await Testing.ClearDatabase.ForgetKeysAsync(Store.Services);
        await ForgetAsync();

        await ReopenAsync();
        Assert.NotNull(await Store.Parties.AuthenticateAsync(key, Cancellation));
        Assert.Single(await Consents.ListAsync(anna, 10, Cancellation));
        Assert.NotNull(await InUsersAsync(users => users.FindByNameAsync("ada")));
        Assert.Contains(Store.Log.Lines, line => line.Contains("Gave 1 API keys and 1 consents", StringComparison.Ordinal));

        await ForgetAsync();
        await ReopenAsync();
        Assert.Null(await Store.Parties.AuthenticateAsync(key, Cancellation));
        Assert.Empty(await Consents.ListAsync(anna, 10, Cancellation));
        Assert.Null(await InUsersAsync(users => users.FindByNameAsync("ada")));
    }

    [Fact]
    public async Task What_is_then_written_in_clear_is_not_believed_either()
    {
        var ada = new FaceAuthUser { UserName = "ada", CreatedAt = Store.Clock.GetUtcNow() };
        Assert.True((await InUsersAsync(users => users.CreateAsync(ada, "Correct-horse-7"))).Succeeded);
        await Store.QueryAsync(c => c.Users.ExecuteUpdateAsync(
            set => set.SetProperty(u => u.ClearName, "eve").SetProperty(u => u.NormalizedUserName, "EVE"), Cancellation));
        await Store.QueryAsync(c => c.Info.ExecuteUpdateAsync(
            set => set.SetProperty(i => i.PersonalSealedAt, (DateTimeOffset?)null), Cancellation));

        await ReopenAsync();

        Assert.Null(await InUsersAsync(users => users.FindByNameAsync("eve")));
        Assert.Null(await InUsersAsync(users => users.FindByIdAsync(ada.Id.ToString())));
    }

    [Fact]
    public async Task A_state_that_was_altered_meanwhile_is_not_written_down_as_good()
    {
        await SqlAsync("""UPDATE "StoreInfo" SET "Authenticated" = 0""");

        var target = new MasterKeyTarget(Path.Combine(Store.Folder, "new.key"), null);
        var fault = await Assert.ThrowsAsync<StoreException>(
            () => Store.Get<MasterRotation>().RunAsync(target, (_, _) => { }, Cancellation, TimeSpan.Zero));

        Assert.Contains("altered from outside", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task To_have_them_believed_again_the_keys_state_would_have_to_be_altered()
    {
        await SqlAsync("""UPDATE "StoreInfo" SET "Authenticated" = 0""");

        var fault = await Assert.ThrowsAsync<StoreException>(ReopenAsync);

        Assert.Contains("was altered from outside", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_come_along_to_a_new_master_key()
    {
        var key = (await Store.Parties.IssueKeyAsync("bank", Cancellation, new([KeyScopes.Sessions]))).ApiKey;
        var anna = await ConsentAsync();
        var before = await SealsAsync();

        var target = new MasterKeyTarget(Path.Combine(Store.Folder, "new.key"), null);
        await Store.Get<MasterRotation>().RunAsync(target, (_, _) => { }, Cancellation, TimeSpan.Zero);

        Assert.Empty((await SealsAsync()).Intersect(before));
        Assert.NotNull(await Store.Parties.AuthenticateAsync(key, Cancellation));
        Assert.Single(await Consents.ListAsync(anna, 10, Cancellation));
    }

    public async ValueTask InitializeAsync() => _store = await OpenAsync();

    public virtual async ValueTask DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    /// <summary>Opens the one database, with the one key.</summary>
    private protected abstract Task<StoreUnderTest> OpenAsync();

    StoreUnderTest Store => _store!;

    IConsentStore Consents => Store.Get<IConsentStore>();

    async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        _store = null;
        _store = await OpenAsync();
    }

    async Task<Guid> ConsentAsync()
    {
        var anna = (await Store.Subjects.GetOrCreateAsync("rp:1", "anna", Cancellation)).Id;
        await Consents.AddAsync(new(anna, "1", "en", Store.Clock.GetUtcNow(), "rp:1", Guid.NewGuid()), Cancellation);
        return anna;
    }

    async Task ForgetAsync()
    {
        var empty = Array.Empty<byte>();
        await Store.QueryAsync(c => c.ApiKeys.ExecuteUpdateAsync(set => set.SetProperty(k => k.Authenticator, empty), Cancellation));
        await Store.QueryAsync(c => c.Consents.ExecuteUpdateAsync(set => set.SetProperty(k => k.Authenticator, empty), Cancellation));
        await Store.QueryAsync(
            c => c.Users.ExecuteUpdateAsync(set => set.SetProperty(u => u.Authenticator, (byte[]?)null), Cancellation));
    }

    async Task<T> InUsersAsync<T>(Func<UserManager<FaceAuthUser>, Task<T>> work)
    {
        await using var scope = Store.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>());
    }

    Task<List<string>> SealsAsync() => Store.QueryAsync(async context =>
    {
        var seals = await context.ApiKeys.Select(k => k.Authenticator).ToListAsync(Cancellation);
        seals.AddRange(await context.Consents.Select(c => c.Authenticator).ToListAsync(Cancellation));
        return seals.ConvertAll(Convert.ToHexString);
    });

    async Task AssertToldAsync(string kind, Guid id, string counted)
    {
        var told = Assert.Single(
            await Store.Audit.RecentAsync("system", 10, Cancellation), entry => entry.Action == "store.row_altered");
        Assert.Equal($$"""{"row":"{{kind}}","id":"{{id}}"}""", told.Details);
        var health = await Store.Get<HealthCheckService>().CheckHealthAsync(Cancellation);
        Assert.Equal(HealthStatus.Degraded, health.Status);
        Assert.Contains(counted, health.Entries["store"].Description, StringComparison.Ordinal);
    }

#pragma warning disable EF1002 // the tests' own
    Task<int> SqlAsync(string sql) => Store.QueryAsync(c => c.Database.ExecuteSqlRawAsync(sql, Cancellation));
#pragma warning restore EF1002

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
