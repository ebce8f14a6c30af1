using System.Net;
using System.Text;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Tests.Ice;

/// <summary>New credentials for a running agent (RFC 8445 §9).</summary>
public sealed class IceRestartTests
{
    static readonly IceCredentials OldServer = new("srvr", "server-password-012345678");
    static readonly IceCredentials OldBrowser = new("brws", "browser-password-01234567");
    static readonly IceCredentials NewServer = new("srv2", "server-password-2-0123456");
    static readonly IceCredentials NewBrowser = new("brw2", "browser-password-2-012345");
    static readonly CandidatePair Cable = Pair(1), Radio = Pair(2), Other = Pair(3);

    readonly IceLiteMachine _ice = new(OldServer, OldBrowser, new IceOptions(), Seconds(0));

    [Fact]
    public void Until_the_new_credentials_are_used_everything_goes_on_with_the_old_ones()
    {
        Ask(OldServer, OldBrowser, Cable, 1, nominate: true);

        _ice.Restart(NewServer, NewBrowser);

        Assert.Equal(StunClass.Success, Ask(OldServer, OldBrowser, Cable, 2));
        Assert.Equal((Cable, true), (_ice.Selected, _ice.IsNominated));
        Assert.Equal(("srvr", "srv2"), (_ice.UsernameFragment, _ice.PendingFragment));
    }

    [Fact]
    public void The_first_check_with_the_new_credentials_makes_the_old_ones_worthless()
    {
        Ask(OldServer, OldBrowser, Cable, 1, nominate: true);
        _ice.Restart(NewServer, NewBrowser);

        Assert.Equal(StunClass.Success, Ask(NewServer, NewBrowser, Radio, 2));

        Assert.Equal(StunClass.Error, Ask(OldServer, OldBrowser, Cable, 3));
        Assert.Equal(1, _ice.Discarded(IceDiscard.Unauthorized));
        Assert.Equal(("srv2", null), (_ice.UsernameFragment, _ice.PendingFragment));
    }

    [Fact]
    public void Data_goes_on_over_the_old_way_until_the_new_one_carries_data_or_is_chosen()
    {
        Ask(OldServer, OldBrowser, Cable, 1, nominate: true);
        _ice.Restart(NewServer, NewBrowser);

        Ask(NewServer, NewBrowser, Radio, 2);
        Assert.Equal(Cable, _ice.Selected);
        Assert.True(_ice.IsValid(Cable));
        _ice.HandleData(Radio, Seconds(2));
        Assert.Equal((Radio, false), (_ice.Selected, _ice.IsNominated));
        Ask(NewServer, NewBrowser, Other, 3, nominate: true);
        Assert.Equal((Other, true), (_ice.Selected, _ice.IsNominated));
    }

    [Fact]
    public void Old_and_new_credentials_cannot_be_mixed()
    {
        Ask(OldServer, OldBrowser, Cable, 1);
        _ice.Restart(NewServer, NewBrowser);

        Assert.Equal(StunClass.Error, Ask(NewServer, OldBrowser, Radio, 2));
        Assert.Equal(StunClass.Error, Ask(OldServer, NewBrowser, Radio, 2));
        Assert.Equal(StunClass.Error, Ask(new IceCredentials("srv2", OldServer.Password), NewBrowser, Radio, 2));

        Assert.False(_ice.IsValid(Radio));
        Assert.Equal("srvr", _ice.UsernameFragment);
    }

    [Fact]
    public void A_restart_that_nobody_used_is_replaced_by_the_next()
    {
        Ask(OldServer, OldBrowser, Cable, 1);
        var laterServer = new IceCredentials("srv3", "server-password-3-0123456");
        var laterBrowser = new IceCredentials("brw3", "browser-password-3-012345");
        _ice.Restart(NewServer, NewBrowser);
        _ice.Restart(laterServer, laterBrowser);

        Assert.Equal(StunClass.Error, Ask(NewServer, NewBrowser, Radio, 2));
        Assert.Equal(StunClass.Success, Ask(laterServer, laterBrowser, Radio, 3));
    }

    [Fact]
    public void Consent_of_the_new_way_keeps_the_peer_alive_when_the_old_one_has_gone()
    {
        Ask(OldServer, OldBrowser, Cable, 0, nominate: true);
        _ice.Restart(NewServer, NewBrowser);

        for (var at = 5; at <= 60; at += 5) Ask(NewServer, NewBrowser, Radio, at);

        Assert.Equal(IceState.Connected, _ice.State);
        Assert.False(_ice.IsValid(Cable));
        Assert.Equal(Radio, _ice.Selected);
    }

    [Fact]
    public void A_way_that_is_closed_gives_its_place_to_the_one_checked_last()
    {
        Ask(OldServer, OldBrowser, Cable, 1);
        Ask(OldServer, OldBrowser, Other, 2);
        Ask(OldServer, OldBrowser, Radio, 3, nominate: true);

        _ice.Forget(Radio, Seconds(4));

        Assert.Equal((Other, false), (_ice.Selected, _ice.IsNominated));
        Assert.False(_ice.IsValid(Radio));
        _ice.Forget(Other, Seconds(4));
        Assert.Equal(Seconds(31), _ice.Deadline);   // the one that is left expires as before
    }

    [Theory]
    [InlineData(13.9, true)]
    [InlineData(14, false)]
    public void A_peer_whose_last_way_was_closed_has_10_s_to_come_back(double at, bool isThere)
    {
        Ask(OldServer, OldBrowser, Cable, 3, nominate: true);

        _ice.Forget(Cable, Seconds(4));
        _ice.Poll(Seconds(at), new byte[256], out _);

        Assert.Equal(isThere ? IceState.Connected : IceState.ConsentExpired, _ice.State);
        Assert.Equal(isThere, _ice.Deadline == Seconds(14));
    }

    [Fact]
    public void A_peer_that_comes_back_by_another_way_goes_on_there()
    {
        Ask(OldServer, OldBrowser, Cable, 3, nominate: true);
        _ice.Forget(Cable, Seconds(4));

        Ask(OldServer, OldBrowser, Radio, 12);
        _ice.Poll(Seconds(41.9), new byte[256], out _);

        Assert.Equal((IceState.Connected, Radio), (_ice.State, _ice.Selected));
    }

    StunClass Ask(IceCredentials server, IceCredentials browser, CandidatePair from, double at, bool nominate = false)
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.Request, "transaction!"u8);
        writer.AddUsername(Encoding.ASCII.GetBytes($"{server.UsernameFragment}:{browser.UsernameFragment}"));
        writer.AddTieBreaker(StunAttribute.IceControlling, 5);
        if (nominate) writer.AddUseCandidate();
        writer.AddPriority(1);
        writer.AddIntegrity(server.PasswordBytes);
        writer.AddFingerprint();
        _ice.HandleStun(buffer.AsSpan(0, writer.Length), from, Seconds(at));
        var length = _ice.Poll(Seconds(at), buffer, out _);
        Assert.True(StunMessage.TryRead(buffer.AsSpan(0, length), out var answer));
        Assert.True(answer.Class == StunClass.Error || answer.VerifyIntegrity(server.PasswordBytes));
        return answer.Class;
    }

    static CandidatePair Pair(int port) => new(0, TransportAddress.From(new IPEndPoint(IPAddress.Parse("192.0.2.1"), port)));

    static TimeSpan Seconds(double s) => TimeSpan.FromSeconds(s);
}
