using System.Net;
using System.Net.Http.Json;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Relational;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Api;

/// <summary>What happens to accounts at the very moment at which something else does.</summary>
public sealed class CredentialsTests : IAsyncDisposable
{
    const string Password = "correct horse battery";

    readonly HostApplication _host = new();

    [Fact]
    public async Task A_name_that_somebody_takes_in_the_same_moment_is_taken()
    {
        await using var factory = _host.WithWebHostBuilder(builder => builder.ConfigureTestServices(
            services => services.AddScoped<IUserValidator<FaceAuthUser>, TakesTheNameFirst>()));
        using var client = factory.CreateClient();

        using var answer = await client.PostAsJsonAsync("/v1/auth/register", new { userName = "ada", password = Password });

        await answer.AssertProblemAsync(HttpStatusCode.Conflict, "name_taken");
    }

    [Fact]
    public async Task Who_hangs_up_while_trying_a_password_is_audited_all_the_same()
    {
        (await _host.UserAsync()).Dispose();
        using var hangUp = new CancellationTokenSource();
        await using var scope = _host.Services.CreateAsyncScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
        users.PasswordHasher = new HangsUp(hangUp);

        await scope.ServiceProvider.GetRequiredService<Credentials>().LoginAsync("ada", Password, hangUp.Token);

        Assert.Equal("user.login_failed", (await _host.Audit.RecentAsync(null, 1, default))[0].Action);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    /// <summary>Stands where another request would: between the look for the name and the row.</summary>
    sealed class TakesTheNameFirst(IDbContextFactory<FaceAuthDbContext> contexts) : IUserValidator<FaceAuthUser>
    {
        public async Task<IdentityResult> ValidateAsync(UserManager<FaceAuthUser> manager, FaceAuthUser user)
        {
            await using var context = await contexts.CreateDbContextAsync();
            await manager.UpdateNormalizedUserNameAsync(user);
            context.Users.Add(new() { Id = Guid.NewGuid(), NormalizedUserName = user.NormalizedUserName });
            await context.SaveChangesAsync();
            return IdentityResult.Success;
        }
    }

    sealed class HangsUp(CancellationTokenSource hangUp) : IPasswordHasher<FaceAuthUser>
    {
        public string HashPassword(FaceAuthUser user, string password) => "";

        public PasswordVerificationResult VerifyHashedPassword(FaceAuthUser user, string hashedPassword, string providedPassword)
        {
            hangUp.Cancel();
            return PasswordVerificationResult.Failed;
        }
    }
}
