using System.Net;
using System.Net.Http.Json;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Accounts;

/// <summary>Whoever's password was found right is let in only if it still is when their sign-in begins.</summary>
public sealed class BegunMeanwhileTests
{
    const string Next = "a battery of other horses";

    public static TheoryData<string, string> Ways => new()
    {
        { "Sqlite", "changed" }, { "Sqlite", "disabled" }, { "Sqlite", "enabled again" },
        { "PostgreSql", "changed" }, { "PostgreSql", "disabled" }, { "PostgreSql", "enabled again" },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_sign_in_with_what_was_right_before_does_not_begin(string engine, string meanwhile)
    {
        await using var database = await OwnDatabase.CreateAsync(engine);
        await using var host = new HostApplication(database.Settings);
        using var ada = await host.UserAsync();
        await using var scope = host.Services.CreateAsyncScope();
        var credentials = scope.ServiceProvider.GetRequiredService<Credentials>();
        var signIns = scope.ServiceProvider.GetRequiredService<SignIns>();
        Assert.True((await credentials.LoginAsync("ada", Staffed.Password, default)).TryGet(out var user, out _));

        await MeanwhileAsync(host, ada, meanwhile);

        Assert.Null(await signIns.BeginAsync(user, default));
        var begun = await host.Services.GetRequiredService<ISignInStore>().ListAsync(user.Id, default);
        Assert.Equal(meanwhile == "changed" ? 1 : 0, begun.Count);
    }

    static async Task MeanwhileAsync(HostApplication host, HttpClient ada, string what)
    {
        if (what == "changed")
        {
            using var changed = await ada.PostAsJsonAsync("/v1/account/password", new { password = Staffed.Password, newPassword = Next });
            Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
            return;
        }

        var directory = host.Services.GetRequiredService<IAccountDirectory>();
        var id = await host.IdAsync("ada");
        await directory.SetDisabledAsync(id, true, default);
        if (what == "enabled again") await directory.SetDisabledAsync(id, false, default);
    }
}
