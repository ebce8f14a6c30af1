using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.SignalR.Client;

namespace FaceAuth.Signaling.Tests.Hubs;

/// <summary>An offer says which movements its person cannot make.</summary>
public sealed class CannotTests : HubTests
{
    [Fact]
    public async Task The_run_hears_what_the_person_cannot_do()
    {
        var (_, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        await OfferAsync(hub, "blink", "nod_up", "nod_up");

        Assert.Equal([ChallengeKind.Blink, ChallengeKind.NodUp], Assert.Single(Host.Pipeline.Runs).Request.Cannot.Order());
    }

    [Theory]
    [InlineData("juggle")]
    [InlineData("Blink")]
    [InlineData(null)]
    public async Task A_movement_that_is_none_is_refused_and_the_token_stays_good(string? name)
    {
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(hub, "smile", name), "bad_cannot");

        Assert.Equal(SessionState.Created, (await Host.Sessions.FindAsync(id, default))!.State);
        await OfferAsync(hub, "smile");
    }

    [Theory]
    [InlineData("[5]")]
    [InlineData("[{}]")]
    [InlineData("\"blink\"")]
    public async Task What_is_no_list_of_names_is_refused_in_words_too(string cannot)
    {
        var (_, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(
            () => hub.InvokeAsync<AnswerMessage>("Offer", new { sdp = "v=0\r\noffer\r\n", cannot = JsonElement.Parse(cannot) }),
            "bad_cannot");

        await OfferAsync(hub, "smile");
    }

    [Theory]
    [InlineData("[5, \"pursuit\"]", true)]
    [InlineData("\"pursuit\"", false)]
    public async Task What_a_page_can_show_is_read_past_what_is_no_name(string can, bool isHeard)
    {
        var (_, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        await hub.InvokeAsync<AnswerMessage>("Offer", new { sdp = "v=0\r\noffer\r\n", can = JsonElement.Parse(can) });

        Assert.Equal(isHeard, Assert.Single(Host.Pipeline.Runs).Request.CanPursue);
    }

    [Fact]
    public async Task Where_too_little_is_left_the_person_may_leave_out_fewer()
    {
        Host.Pipeline.MustBeAsked = ChallengeKind.TurnLeft;
        var (id, token) = await CreateAsync();
        await using var hub = await ConnectAsync(token);

        await AssertRefusedAsync(() => OfferAsync(hub, "turn_left"), "policy_not_possible");

        Assert.Equal(SessionState.Created, (await Host.Sessions.FindAsync(id, default))!.State);
        await OfferAsync(hub, "turn_right");
    }

    static Task<AnswerMessage> OfferAsync(HubConnection hub, params string?[] cannot) =>
        hub.InvokeAsync<AnswerMessage>("Offer", new { sdp = "v=0\r\noffer\r\n", cannot });
}
