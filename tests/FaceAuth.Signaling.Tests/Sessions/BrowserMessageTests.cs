
namespace FaceAuth.Signaling.Tests.Sessions;

public sealed class BrowserMessageTests : IAsyncLifetime
{
    readonly HostApplication _host = new(("Signaling:MaxMessages", "16"));
    HttpClient _party = null!;

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"type":1}""")]
    [InlineData("""{"type":"ready"} {"type":"ready"}""")]
    [InlineData("""{"type":"x","a":[[[[[[[[]]]]]]]]}""")]
    public async Task What_is_no_message_ends_the_session_with_a_reason(string message)
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();

        session.Peer.Receives(message);

        var (last, stored) = await session.LastAsync();
        Assert.Equal(("error", "bad_message"), (last.GetProperty("type").GetString(), last.GetProperty("code").GetString()));
        Assert.EndsWith(".", last.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("bad_message", stored.Outcome);
        Assert.True(session.Peer.Linger > TimeSpan.Zero);
    }

    [Fact]
    public async Task A_message_over_the_limit_ends_the_session()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();
        var head = """{"type":"later","x":" """.TrimEnd();

        session.Peer.Receives(head + new string('x', 4096 - head.Length - 2) + "\"}");
        session.Peer.Receives("""{"type":"stats"}""");
        Assert.Equal("stats", (await session.NextAsync()).GetProperty("type").GetString());
        session.Peer.Receives(head + new string('x', 4096 - head.Length - 1) + "\"}");

        Assert.Equal("bad_message", (await session.EndAsync()).Outcome);
    }

    [Fact]
    public async Task A_binary_message_ends_the_session()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();

        session.Peer.Receives("""{"type":"ready"}""", isText: false);

        Assert.Equal("bad_message", (await session.EndAsync()).Outcome);
    }

    [Fact]
    public async Task One_message_too_many_ends_the_session()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();
        for (var i = 0; i < 16; i++) session.Peer.Receives("""{"type":"stats"}""");
        for (var i = 0; i < 16; i++) Assert.Equal("stats", (await session.NextAsync()).GetProperty("type").GetString());

        session.Peer.Receives("""{"type":"stats"}""");

        Assert.Equal("bad_message", (await session.EndAsync()).Outcome);
    }

    [Fact]
    public async Task Bye_ends_the_session_and_stops_the_run()
    {
        var session = await OpenAsync();
        await session.OpenChannelAsync();

        session.Peer.Receives("""{"type":"bye"}""");

        Assert.Equal("left", (await session.EndAsync()).Outcome);
    }

    public async ValueTask InitializeAsync() => _party = await _host.RelyingPartyAsync();

    public async ValueTask DisposeAsync()
    {
        _party.Dispose();
        await _host.DisposeAsync();
    }

    Task<LiveSession> OpenAsync() => LiveSession.OpenAsync(_host, _party, new { purpose = "enroll", subject = "ada" });
}
