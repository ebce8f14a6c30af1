using System.Text;
using FaceAuth.Client;
using FaceAuth.Signaling.Webhooks;
using Microsoft.Extensions.Time.Testing;

namespace FaceAuth.Signaling.Tests.RelyingParties;

/// <summary>What the server signs, and the specification's vector.</summary>
public sealed class WebhookVerifierTests
{
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const string Other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";
    const string Body = """{"type":"session.finished","timestamp":"2026-03-01T08:32:00Z","data":{"session":"1","outcome":"accepted"}}""";

    static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1614265330);

    [Fact]
    public void The_specification_s_signature_is_right()
    {
        const string body = """{"test": 2432232314}""", signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

        var check = Verifier(Secret).Verify("msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", signature, Encoding.UTF8.GetBytes(body));

        Assert.Equal(WebhookFault.BadBody, check.Fault);   // genuine, and no event of ours
    }

    [Fact]
    public void An_event_of_the_server_is_read()
    {
        var check = Check(WebhookSignature.Of([Secret], "msg_1", Now.ToUnixTimeSeconds(), Body));

        Assert.True(check.IsGenuine);
        Assert.Equal(("msg_1", "session.finished", "accepted"),
            (check.Event.Id, check.Event.Type, check.Event.Data.GetProperty("outcome").GetString()));
    }

    [Theory]
    [InlineData(Secret)]
    [InlineData(Other)]
    public void While_a_secret_is_rotated_old_and_new_are_taken(string signedBy)
    {
        var signature = WebhookSignature.Of([signedBy], "msg_1", Now.ToUnixTimeSeconds(), Body);

        Assert.True(Check(signature, verifier: Verifier(Other, Secret)).IsGenuine);
        Assert.Equal(signedBy == Secret, Check(signature).IsGenuine);
        Assert.True(Check(WebhookSignature.Of([Other, Secret], "msg_1", Now.ToUnixTimeSeconds(), Body)).IsGenuine);
    }

    [Theory]
    [InlineData(-300, true)]
    [InlineData(-301, false)]
    [InlineData(300, true)]
    [InlineData(301, false)]
    public void It_is_taken_for_five_minutes(int seconds, bool isGenuine)
    {
        var at = Now.AddSeconds(seconds).ToUnixTimeSeconds();

        var check = Check(WebhookSignature.Of([Secret], "msg_1", at, Body), timestamp: $"{at}");

        Assert.Equal((isGenuine, isGenuine ? null : WebhookFault.NotNow), (check.IsGenuine, check.Fault));
    }

    [Theory]
    [InlineData("msg_2", null, Body)]
    [InlineData("msg_1", "1614265331", Body)]
    [InlineData("msg_1", null, Body + " ")]
    public void What_was_changed_is_refused(string id, string? timestamp, string body)
    {
        var signature = WebhookSignature.Of([Secret], "msg_1", Now.ToUnixTimeSeconds(), Body);

        Assert.Equal(WebhookFault.WrongSignature, Check(signature, id, timestamp, body).Fault);
    }

    [Theory]
    [InlineData(null, "1614265330", "v1,AA==", WebhookFault.BadHeaders)]
    [InlineData("msg.1", "1614265330", "v1,AA==", WebhookFault.BadHeaders)]
    [InlineData("msg_1", null, "v1,AA==", WebhookFault.BadHeaders)]
    [InlineData("msg_1", "+1614265330", "v1,AA==", WebhookFault.BadHeaders)]
    [InlineData("msg_1", "99999999999999999999", "v1,AA==", WebhookFault.BadHeaders)]
    [InlineData("msg_1", "9223372036854775807", "v1,AA==", WebhookFault.NotNow)]
    [InlineData("msg_1", "1614265330", null, WebhookFault.BadHeaders)]
    [InlineData("msg_1", "1614265330", "", WebhookFault.BadHeaders)]
    [InlineData("msg_1", "1614265330", "v1,", WebhookFault.WrongSignature)]
    [InlineData("msg_1", "1614265330", "v1,!!", WebhookFault.WrongSignature)]
    [InlineData("msg_1", "1614265330", "v2,AA==", WebhookFault.WrongSignature)]
    public void Headers_that_are_not_right_are_refused(string? id, string? timestamp, string? signature, WebhookFault fault) =>
        Assert.Equal(fault, Verifier(Secret).Verify(id, timestamp, signature, Encoding.UTF8.GetBytes(Body)).Fault);

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"type\":\"x\"")]
    [InlineData("")]
    public void A_genuine_body_that_is_no_event_is_told(string body) =>
        Assert.Equal(WebhookFault.BadBody,
            Check(WebhookSignature.Of([Secret], "msg_1", Now.ToUnixTimeSeconds(), body), body: body).Fault);

    [Theory]
    [InlineData("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")]
    [InlineData("whsec_")]
    [InlineData("whsec_MfKQ9r8")]
    [InlineData("whsec_not base64 at all, a password")]
    public void A_secret_that_is_none_is_refused_and_not_repeated(string secret)
    {
        var fault = Assert.Throws<ArgumentException>(() => Verifier(secret));

        Assert.DoesNotContain(secret, fault.Message.Replace("whsec_ and", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void No_secret_is_refused() => Assert.Throws<ArgumentException>(() => Verifier());

    static WebhookCheck Check(
        string signature, string id = "msg_1", string? timestamp = null, string body = Body, WebhookVerifier? verifier = null) =>
        (verifier ?? Verifier(Secret)).Verify(id, timestamp ?? $"{Now.ToUnixTimeSeconds()}", signature, Encoding.UTF8.GetBytes(body));

    static WebhookVerifier Verifier(params string[] secrets) => new(secrets, new FakeTimeProvider(Now));
}
