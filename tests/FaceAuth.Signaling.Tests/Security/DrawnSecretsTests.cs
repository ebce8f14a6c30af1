using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using FaceAuth.Signaling.Tests.Accounts;
using FaceAuth.Signaling.Tests.OpenApi;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;

namespace FaceAuth.Signaling.Tests.Security;

/// <summary>What is drawn for somebody to hold in secret: long enough, never twice, and by the system's generator.</summary>
public sealed class DrawnSecretsTests : IAsyncDisposable
{
    readonly HostApplication _host = new(("RateLimits:AuthPerAddress", "1000"));

    [Fact]
    public async Task A_links_secret_has_64_characters_and_never_comes_twice()
    {
        (await _host.UserAsync("ada")).Dispose();
        using var staff = await _host.StaffAsync("olga", AccountRole.Operator);
        var id = await _host.IdAsync("ada");

        await AssertDrawnAsync(64, async () =>
        {
            using var answer = await staff.PostAsJsonAsync($"/v1/accounts/{id}/reset-link", new { });
            return (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
        });
    }

    [Fact]
    public async Task A_passkeys_question_has_16_bytes_or_more_and_never_comes_twice()
    {
        using var client = _host.CreateClient();

        await AssertDrawnAsync(Base64UrlEncoder.Encode(new byte[16]).Length, async () =>
        {
            using var answer = await client.PostAsJsonAsync("/v1/auth/passkey/options", new { });
            var question = await answer.Content.ReadFromJsonAsync<JsonElement>();
            return question.GetProperty("options").GetProperty("challenge").GetString()!;
        });
    }

    [Fact]
    public async Task An_API_key_has_46_characters_and_never_comes_twice()
    {
        var parties = _host.Services.GetRequiredService<IRelyingPartyStore>();

        await AssertDrawnAsync(46, async () =>
        {
            var (_, key) = await parties.IssueKeyAsync($"shop-{Guid.NewGuid()}", default);
            return key;
        });
    }

    /// <summary>Only what is no secret may be drawn by it: pauses, and a number that is negative until it is known.</summary>
    [Fact]
    public void Nothing_that_signs_or_lets_in_is_drawn_by_a_generator_that_can_be_guessed()
    {
        string[] harmless = ["WebhookDriver.cs", "StoreDatabase.cs"];

        var guessable =
            from project in (string[])["FaceAuth.Signaling", "FaceAuth.Store"]
            from file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, project), "*.cs", SearchOption.AllDirectories)
            where !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            where Regex.IsMatch(File.ReadAllText(file), @"Random\.Shared|new Random\(")
            select Path.GetFileName(file);

        Assert.Equal(harmless.Order(), guessable.Order());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static async Task AssertDrawnAsync(int least, Func<Task<string>> draw)
    {
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 20; i++)
        {
            var one = await draw();
            Assert.True(one.Length >= least, $"{one.Length} characters are fewer than {least}.");
            Assert.True(drawn.Add(one), "One came twice.");
        }
    }
}
