using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Accounts;
using FaceAuth.Store.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Api;

public sealed class RegistrationTests
{
    const string Password = "correct horse battery";

    [Fact]
    public async Task Is_open_unless_the_settings_close_it()
    {
        await using var host = new HostApplication();

        using var user = await host.UserAsync();

        Assert.NotNull(user.DefaultRequestHeaders.Authorization);
        Assert.Equal(Registration.Open, new AccountOptions().Registration);
    }

    [Theory]
    [InlineData("Open", "open")]
    [InlineData("Closed", "closed")]
    public async Task The_page_hears_beforehand_whether_it_is_open(string setting, string said)
    {
        await using var host = new HostApplication(("Accounts:Registration", setting));
        using var client = host.CreateClient();

        Assert.Equal(said, (await client.GetFromJsonAsync<JsonElement>("/health/ready")).GetProperty("registration").GetString());
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("carol")]
    [InlineData("?")]
    public async Task When_closed_nobody_registers_and_nobody_learns_which_names_there_are(string name)
    {
        await using var host = new HostApplication(("Accounts:Registration", "Closed"));
        await HaveAccountAsync(host, "ada");
        using var client = host.CreateClient();

        using var answer = await client.PostAsJsonAsync("/v1/auth/register", new { userName = name, password = Password });

        await answer.AssertProblemAsync(HttpStatusCode.Forbidden, "registration_closed");
        using var scope = host.Services.CreateScope();
        Assert.Single(scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().Users);
    }

    [Fact]
    public async Task When_closed_accounts_and_keys_that_there_are_go_on()
    {
        await using var host = new HostApplication(("Accounts:Registration", "closed"));
        await HaveAccountAsync(host, "ada");
        using var client = host.CreateClient();
        using var party = await host.RelyingPartyAsync();

        using var answer = await client.PostAsJsonAsync("/v1/auth/login", new { userName = "ada", password = Password });

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await party.CreateSessionAsync(new { purpose = "enroll", subject = "bob" });
    }

    static async Task HaveAccountAsync(HostApplication host, string name)
    {
        using var scope = host.Services.CreateScope();
        var users = scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>();
        var made = await users.CreateAsync(new() { UserName = name }, Password);
        Assert.True(made.Succeeded);
    }
}
