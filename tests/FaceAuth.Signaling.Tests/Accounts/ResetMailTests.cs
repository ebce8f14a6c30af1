using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Accounts;

/// <summary>Forgotten passwords by mail: a real conversation with a mail server.</summary>
public sealed partial class ResetMailTests : IAsyncLifetime
{
    const string Address = "ada@example.org";
    const string Next = "a battery of other horses";

    readonly MailServer _mail = new();
    HostApplication _host = null!;
    HttpClient _anybody = null!;

    [Fact]
    public async Task A_link_comes_by_mail_and_sets_the_password()
    {
        await AskAsync(Address);

        var mail = await _mail.NextAsync();

        Assert.Contains($"RCPT TO:<{Address}>", mail, StringComparison.Ordinal);
        Assert.Contains("From: FaceAuth <noreply@example.org>", mail, StringComparison.Ordinal);
        using var answer = await _anybody.PostAsJsonAsync("/v1/auth/reset", new { token = TokenOf(mail), password = Next });
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(200, (await _host.LoginAsync(Address, Next)).Status);
        Assert.DoesNotContain(_host.Log.All, line => line.Contains(Address, StringComparison.Ordinal) || line.Contains(TokenOf(mail)));
    }

    [Fact]
    public async Task Who_has_no_account_or_no_address_gets_the_same_answer_and_no_mail()
    {
        (await _host.UserAsync("bob")).Dispose();
        foreach (var name in (string[])["nobody@example.org", "bob", "?", ""]) await AskAsync(name);
        await AskAsync(Address);

        await _mail.NextAsync();

        Assert.Single(_mail.Mails);
    }

    [Fact]
    public async Task An_account_gets_three_an_hour()
    {
        for (var i = 0; i < 5; i++) await AskAsync(Address);
        (await _host.UserAsync("bob@example.org")).Dispose();
        await AskAsync("bob@example.org");
        while (!(await _mail.NextAsync()).Contains("<bob@example.org>", StringComparison.Ordinal)) { }

        Assert.Equal(4, _mail.Mails.Count);
    }

    [Fact]
    public async Task A_mail_that_is_refused_for_now_is_sent_again()
    {
        _mail.Refusals = 1;

        await AskAsync(Address);
        while (_mail.Connections < 2)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }

        Assert.Contains(Address, await _mail.NextAsync(), StringComparison.Ordinal);
    }

    /// <summary>The clock stands: whatever has to wait, waits for ever.</summary>
    [Fact]
    public async Task Mails_that_wait_for_their_next_try_keep_no_other_waiting()
    {
        foreach (var name in (string[])["bob@example.org", "carol@example.org"]) (await _host.UserAsync(name)).Dispose();
        _mail.Refusals = 2;
        await AskAsync("bob@example.org");
        await AskAsync("carol@example.org");

        await AskAsync(Address);

        Assert.Contains($"RCPT TO:<{Address}>", await _mail.NextAsync(), StringComparison.Ordinal);
        while (_mail.Mails.Count < 3)
        {
            _host.Clock.Advance(TimeSpan.FromSeconds(5));
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Who_has_an_address_is_told_of_a_changed_password_and_of_passkeys()
    {
        var (_, pair) = await _host.LoginAsync(Address);
        using var user = _host.With(pair);
        using var device = new SoftAuthenticator("https://face.example.org");

        (await user.PostAsJsonAsync("/v1/account/password", new { Staffed.Password, newPassword = Next })).EnsureSuccessStatusCode();
        var first = await _mail.NextAsync();
        var (_, after) = await _host.LoginAsync(Address, Next);
        using var again = _host.With(after);
        var id = (await PasskeysTests.AddAsync(again, device)).GetProperty("id").GetString();
        var second = await _mail.NextAsync();
        (await again.DeleteAsync($"/v1/account/passkeys/{id}")).EnsureSuccessStatusCode();
        var third = await _mail.NextAsync();

        Assert.All([first, second, third], mail => Assert.Contains($"RCPT TO:<{Address}>", mail, StringComparison.Ordinal));
        Assert.Contains("The password of your account was changed.", first, StringComparison.Ordinal);
        Assert.Contains("A passkey was added to your account.", second, StringComparison.Ordinal);
        Assert.Contains("A passkey was removed from your account.", third, StringComparison.Ordinal);
        Assert.Contains("https://face.example.org/below/reset.html", first, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_address_asks_so_often_in_a_minute_and_no_more()
    {
        HttpResponseMessage answer;
        do
        {
            answer = await _anybody.PostAsJsonAsync("/v1/auth/reset-request", new { userName = Address });
        }
        while (answer.StatusCode == HttpStatusCode.Accepted);

        await answer.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_requests");
    }

    public async ValueTask InitializeAsync()
    {
        _host = new(
            ("Mail:Host", "127.0.0.1"), ("Mail:Port", $"{_mail.Port}"), ("Mail:Security", "None"),
            ("Mail:From", "FaceAuth <noreply@example.org>"), ("Web:PublicAddress", "https://face.example.org/below"));
        (await _host.UserAsync(Address)).Dispose();
        _anybody = _host.CreateClient();
    }

    public async ValueTask DisposeAsync()
    {
        _anybody.Dispose();
        await _host.DisposeAsync();
        await _mail.DisposeAsync();
    }

    async Task AskAsync(string name)
    {
        using var answer = await _anybody.PostAsJsonAsync("/v1/auth/reset-request", new { userName = name });
        Assert.Equal((HttpStatusCode.Accepted, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync()));
    }

    /// <summary>As the page takes it; mails break their lines with = at the end (RFC 2045 §6.7).</summary>
    static string TokenOf(string mail) =>
        Link().Match(mail.Replace("=\n", "", StringComparison.Ordinal).Replace("=\r\n", "", StringComparison.Ordinal)
            .Replace("=3D", "=", StringComparison.Ordinal)).Groups[1].Value;

    [GeneratedRegex(@"https://face\.example\.org/below/reset\.html#token=([\w-]{64})")]
    private static partial Regex Link();
}
