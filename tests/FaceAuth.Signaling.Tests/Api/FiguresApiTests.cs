using System.Net;
using System.Text.Json;
using FaceAuth.Store.Contracts;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Signaling.Tests.Api;

public sealed class FiguresApiTests : IAsyncDisposable
{
    const string Key = "0123456789abcdef0123456789abcdef";

    readonly HostApplication _host = new(("Operator:Key", Key));

    [Fact]
    public async Task A_relying_party_sees_its_own_days_and_the_operator_all()
    {
        using var party = await _host.RelyingPartyAsync();
        using var @operator = _host.CreateClient();
        @operator.DefaultRequestHeaders.Add("X-Operator-Key", Key);
        var day = await CountedDayAsync("rp:another");

        var own = await party.JsonAsync($"/v1/figures?from={day:O}&to={day:O}");
        var all = await @operator.JsonAsync($"/v1/figures/all?from={day:O}&to={day:O}");

        Assert.Empty(own.GetProperty("figures").EnumerateArray());
        var figure = Assert.Single(all.GetProperty("figures").EnumerateArray());
        Assert.Equal(("identify", "rejected"), (Text(figure, "purpose"), Text(figure, "outcome")));
        Assert.Equal(("no_match", 1, 2.5), (Text(figure, "reason"), figure.GetProperty("sessions").GetInt32(),
            figure.GetProperty("meanSeconds").GetDouble()));
    }

    [Theory]
    [InlineData("from=2026-03-02&to=2026-03-01")]
    [InlineData("from=2020-01-01&to=2026-03-01")]
    [InlineData("from=yesterday")]
    public async Task A_span_that_is_none_is_refused(string query)
    {
        using var party = await _host.RelyingPartyAsync();
        using var refused = await party.GetAsync("/v1/figures?" + query);
        await refused.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
    }

    [Fact]
    public async Task A_user_is_told_whose_key_sees_figures()
    {
        using var user = await _host.UserAsync();
        using var refused = await user.GetAsync("/v1/figures");
        await refused.AssertProblemAsync(HttpStatusCode.Forbidden, "figures_need_key");
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    static string? Text(JsonElement figure, string name) => figure.GetProperty(name).GetString();

    /// <summary>A day before today on which one session was refused, counted.</summary>
    async Task<DateOnly> CountedDayAsync(string owner)
    {
        var sessions = _host.Services.GetRequiredService<ISessionStore>();
        var at = _host.Services.GetRequiredService<TimeProvider>().GetUtcNow().AddDays(-2);
        var session = new SessionRecord(
            Guid.NewGuid(), owner, SessionPurpose.Identify, null, "nonce-nonce", "standard", SessionState.Created, at, at.AddMinutes(1));
        await sessions.CreateAsync(session, default);
        await sessions.TryClaimAsync(session.Id, at, default);
        await sessions.TryEndAsync(
            session.Id, new(SessionState.Decided, "rejected", ["no_match"], null, "{}", at.AddSeconds(2.5)), default);
        await _host.Services.GetRequiredService<IDailyFigures>().RollUpAsync(default);
        return DateOnly.FromDateTime(at.UtcDateTime);
    }
}
