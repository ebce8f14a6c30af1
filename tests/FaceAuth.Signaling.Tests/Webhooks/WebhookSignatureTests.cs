using FaceAuth.Signaling.Webhooks;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace FaceAuth.Signaling.Tests.Webhooks;

public sealed class WebhookSignatureTests
{
    const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const string Other = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

    [Fact]
    public void It_is_the_one_of_the_specification_s_libraries()
    {
        var signature = WebhookSignature.Of(
            [Secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, """{"test": 2432232314}""");

        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
    }

    [Theory]
    [InlineData(Secret, "{}", true)]
    [InlineData("whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "{}", false)]
    [InlineData(Secret, "{ }", false)]
    public void Somebody_else_s_verifier_takes_it_and_looks_at_the_first_signature(string secret, string received, bool isGood)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = "msg_1",
            ["webhook-timestamp"] = $"{now}",
            ["webhook-signature"] = WebhookSignature.Of([Secret, Other], "msg_1", now, "{}"),
        };

        var fault = Record.Exception(() => new StandardWebhook(secret).Verify(received, headers));

        if (isGood) Assert.Null(fault);
        else Assert.IsType<WebhookVerificationException>(fault);
    }
}
