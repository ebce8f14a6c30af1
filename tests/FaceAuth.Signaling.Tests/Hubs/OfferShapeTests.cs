using System.Text.Json;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace FaceAuth.Signaling.Tests.Hubs;

/// <summary>What is no offer is told what one looks like.</summary>
public sealed class OfferShapeTests : HubTests
{
    [Theory]
    [InlineData("\"v=0\\r\\noffer\\r\\n\"")]
    [InlineData("[\"v=0\"]")]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{\"sdp\": {\"type\": \"offer\", \"sdp\": \"v=0\"}}")]
    [InlineData("{\"sdp\": 5}")]
    public async Task Another_shape_is_refused_in_words_and_the_token_stays_good(string offer)
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        foreach (var method in new[] { "Offer", "Restart" })
        {
            var refused = await Assert.ThrowsAsync<HubException>(() => hub.InvokeAsync<AnswerMessage>(method, JsonElement.Parse(offer)));
            Assert.Contains("bad_sdp", refused.Message, StringComparison.Ordinal);
            Assert.Contains("{\"sdp\": \"v=0…\"}", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(SessionState.Created, (await Host.Sessions.FindAsync(id, default))!.State);
        await hub.InvokeAsync<AnswerMessage>("Offer", new { Sdp = "v=0\r\noffer\r\n" });
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_text()
    {
        var read = JsonSerializer.Deserialize<OfferMessage>("{\"sdp\": \"\\ud800\"}")!;

        Assert.Equal((false, null), (read.IsShaped, read.Sdp));
    }

    [Fact]
    public async Task An_object_without_a_description_is_refused_as_one_that_is_no_SDP()
    {
        var (_, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => hub.InvokeAsync<AnswerMessage>("Offer", new { can = new[] { "pursuit" } }), "bad_sdp");
    }
}
