using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Signaling.Tests.Accounts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Limits;

/// <summary>Strangers who try passwords keep nobody waiting who is known to come from where they are.</summary>
public sealed class KnownPlacesTests : IAsyncLifetime
{
    const string Home = "203.0.113.5";
    const string Next = "a battery of other horses";

    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "1000"))
    {
        Adds = services => services.AddSingleton<IStartupFilter, Places>(),
    };

    [Fact]
    public async Task Where_somebody_registered_is_known()
    {
        using var registered = await PostAsync(Home, "/v1/auth/register", new { userName = "ada", password = Staffed.Password });
        await GuessAsync();

        using var answer = await PostAsync(Home, "/v1/auth/login", new { userName = "ada", password = Staffed.Password });

        Assert.Equal((HttpStatusCode.Created, HttpStatusCode.OK), (registered.StatusCode, answer.StatusCode));
        using var elsewhere = await PostAsync("203.0.113.6", "/v1/auth/login", new { userName = "ada", password = Staffed.Password });
        await elsewhere.AssertProblemAsync(HttpStatusCode.Unauthorized, "login_failed");
    }

    [Fact]
    public async Task Where_somebody_set_a_password_by_a_link_is_known()
    {
        using var staff = await _host.StaffAsync("olga", Store.Accounts.AccountRole.Operator);
        using var made = await staff.PostAsJsonAsync("/v1/accounts", new { userName = "ada" });
        var token = (await made.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("link").GetProperty("token").GetString();
        using var set = await PostAsync(Home, "/v1/auth/reset", new { token, password = Next });
        await GuessAsync();

        using var answer = await PostAsync(Home, "/v1/auth/login", new { userName = "ada", password = Next });

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.OK), (set.StatusCode, answer.StatusCode));
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    async Task GuessAsync()
    {
        for (var i = 1; i <= 10; i++)
            using (await PostAsync($"198.51.100.{i}", "/v1/auth/login", new { userName = "ada", password = $"wrong wrong {i}" })) { }
    }

    async Task<HttpResponseMessage> PostAsync(string from, string path, object body)
    {
        using var client = _host.CreateClient();
        client.DefaultRequestHeaders.Add(Places.Header, from);
        return await client.PostAsJsonAsync(path, body);
    }

    /// <summary>Lets requests come from the address that they name.</summary>
    sealed class Places : IStartupFilter
    {
        public const string Header = "X-Test-From";

        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
        {
            app.Use(async (context, go) =>
            {
                if (IPAddress.TryParse(context.Request.Headers[Header], out var address)) context.Connection.RemoteIpAddress = address;
                await go(context);
            });
            next(app);
        };
    }
}
