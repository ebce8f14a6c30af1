using System.Net;
using FaceAuth.Testing;
using static FaceAuth.Signaling.Tests.Api.Legacy.LegacyCalls;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

/// <summary>What becomes of each kind of picture that a client may send.</summary>
public sealed class LegacyPicturesTests : IAsyncDisposable
{
    readonly HostApplication _host = new();

    public static TheoryData<string, byte[], int, string> Bad { get; } = new()
    {
        { "60 000 × 60 000", TestPictures.Png(60_000, 60_000, rows: 0), 422, "picture_size" },
        { "truncated", TestPictures.Jpeg()[..^20], 422, "not_a_picture" },
        { "polyglot", [.. TestPictures.Jpeg(), .. "PK\x03\x04"u8], 422, "not_a_picture" },
        { "CMYK", TestPictures.Jpeg(components: 4), 422, "not_a_picture" },
        { "animated", TestPictures.Png(chunks: [("acTL", [0, 0, 0, 2, 0, 0, 0, 0])]), 422, "not_a_picture" },
        { "a thousand scans", TestPictures.Jpeg(progressive: true, emptyScans: 1000), 422, "not_a_picture" },
        { "many bytes", new byte[1_200_000], 413, "too_large" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public async Task A_bad_picture_is_refused_and_the_session_goes_on(string name, byte[] file, int status, string code)
    {
        using var user = await _host.UserAsync(name.Replace(' ', '.').Replace('×', 'x'));
        await _host.EnrollAsync(user, null);
        await FrameAsync(user, "auth");

        using var answer = await PostAsync(user, "auth", TestPictures.DataUrl(file));

        await answer.AssertProblemAsync((HttpStatusCode)status, code);
        Assert.Equal("in_progress", Text(await FrameAsync(user, "auth"), "status"));
        Assert.Equal(2, _host.Pipeline.Runs[0].Pictures);
    }

    [Theory]
    [InlineData("data:,")]
    [InlineData("")]
    [InlineData("data:image/jpeg;base64,")]
    [InlineData("data:image/jpeg;base64,%%%%")]
    [InlineData("data:text/html,<script>")]
    [InlineData(null)]
    public async Task What_is_no_picture_begins_nothing(string? frame)
    {
        using var user = await _host.UserAsync();
        await _host.EnrollAsync(user, null);

        using var answer = await PostAsync(user, "auth", frame);

        await answer.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "not_a_picture");
        Assert.Empty(_host.Pipeline.Runs);
    }

    [Fact]
    public async Task A_picture_may_come_as_a_file_or_as_bare_base64()
    {
        using var user = await _host.UserAsync();
        await _host.EnrollAsync(user, null);
        using var form = new MultipartFormDataContent { { new ByteArrayContent(TestPictures.Jpeg()), "frame", "frame.jpg" } };

        using var file = await user.PostAsync("/api/core/auth/frame/", form);
        using var base64 = await PostAsync(user, "auth", Convert.ToBase64String(TestPictures.Png()));

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (file.StatusCode, base64.StatusCode));
        Assert.Equal(2, _host.Pipeline.Runs[0].Pictures);
    }

    [Fact]
    public async Task Pictures_beyond_the_rate_are_not_decoded()
    {
        using var user = await _host.UserAsync();
        await _host.EnrollAsync(user, null);
        for (var i = 0; i < 5; i++) await FrameAsync(user, "auth");

        using var sixth = await PostAsync(user, "auth", TestPictures.DataUrl(TestPictures.Jpeg()));
        _host.Clock.Advance(TimeSpan.FromMilliseconds(70));
        await FrameAsync(user, "auth");

        await sixth.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_requests");
        Assert.Equal(6, _host.Pipeline.Runs[0].Pictures);
    }

    [Fact]
    public async Task Who_sends_nothing_but_bad_pictures_loses_the_session()
    {
        await using var host = new HostApplication(("Legacy:PicturesPerSecond", "30"));
        using var user = await host.UserAsync();
        await host.EnrollAsync(user, null);

        for (var i = 0; i < 100; i++)
        {
            (await PostAsync(user, "auth", TestPictures.DataUrl(TestPictures.Jpeg()[..^5]))).Dispose();
            host.Clock.Advance(TimeSpan.FromMilliseconds(50));
        }

        var status = await StatusAsync(user);
        Assert.Equal("not_a_picture", status.GetProperty("result").GetProperty("error").GetString());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
