using System.Net;
using System.Net.Http.Headers;
using System.Text;
using static FaceAuth.Signaling.Tests.Api.Legacy.LegacyCalls;

namespace FaceAuth.Signaling.Tests.Api.Legacy;

/// <summary>Bodies whose clients take their time.</summary>
public sealed class LegacyIntakeTests : IAsyncDisposable
{
    const int MostOfUser = 8;

    readonly HostApplication _host = new();
    readonly TaskCompletionSource _never = new();

    [Theory]
    [InlineData("/api/core/auth/frame/")]
    [InlineData("/api/streaming/webrtc/offer/")]
    public async Task One_user_holds_no_more_than_a_few_that_do_not_come(string path)
    {
        using var user = await _host.UserAsync();
        using var other = await _host.UserAsync("bob");
        await Task.WhenAll(Enumerable.Range(0, MostOfUser).Select(_ => BeginAsync(user, path)));

        using var tooMany = await user.PostAsync(path, Json("""{"user_id":"ada"}"""));
        using var others = await other.PostAsync(path, Json("""{"user_id":"bob"}"""));

        await tooMany.AssertProblemAsync(HttpStatusCode.TooManyRequests, "too_many_requests");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, others.StatusCode);   // it holds no picture and no offer
    }

    [Fact]
    public async Task One_that_does_not_come_is_given_up_and_leaves_its_place()
    {
        using var user = await _host.UserAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, MostOfUser).Select(_ => BeginAsync(user, "/api/core/auth/frame/")));

        _host.Clock.Advance(TimeSpan.FromSeconds(10));

        foreach (var answer in answers)
        {
            using var given = await answer.Answer.WaitAsync(TimeSpan.FromSeconds(60));
            await given.AssertProblemAsync(HttpStatusCode.BadRequest, "bad_request");
        }

        using var next = await PostAsync(user, "auth", "data:,");
        await next.AssertProblemAsync(HttpStatusCode.UnprocessableEntity, "not_a_picture");
    }

    public ValueTask DisposeAsync()
    {
        _never.TrySetCanceled();
        return _host.DisposeAsync();
    }

    /// <summary>A request whose body has begun to be read, and never ends.</summary>
    async Task<(Task<HttpResponseMessage> Answer, HangingContent Body)> BeginAsync(HttpClient client, string path)
    {
        var body = new HangingContent(_never.Task);
        var raw = _host.Server.CreateClient();   // another would wait for the whole body before it sends any
        raw.DefaultRequestHeaders.Authorization = client.DefaultRequestHeaders.Authorization;
        var answer = raw.PostAsync(path, body);
        await body.IsRead.WaitAsync(TimeSpan.FromSeconds(60));
        return (answer, body);
    }

    static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    sealed class HangingContent : HttpContent
    {
        readonly Task _never;
        readonly TaskCompletionSource _isRead = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HangingContent(Task never)
        {
            _never = never;
            Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        /// <summary>The server has begun to take it.</summary>
        public Task IsRead => _isRead.Task;

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            // the test server holds 64 KiB: what goes beyond that has been read
            await stream.WriteAsync("{\"x\":\""u8.ToArray());
            for (var i = 0; i < 12; i++) await stream.WriteAsync(Encoding.ASCII.GetBytes(new string('a', 8000)));
            _isRead.TrySetResult();
            await _never;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
