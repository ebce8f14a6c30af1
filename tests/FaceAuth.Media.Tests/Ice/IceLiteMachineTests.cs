using System.Net;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Tests.Ice;

public sealed class IceLiteMachineTests
{
    static readonly IceCredentials Server = new("srvr", "server-password-012345678");
    static readonly IceCredentials Browser = new("brws", "browser-password-01234567");
    static readonly CandidatePair First = Pair(1), Second = Pair(2);

    readonly IceLiteMachine _ice = new(Server, Browser, new IceOptions { MaxPairs = 3 }, Seconds(0));
    readonly byte[] _reply = new byte[256];

    [Fact]
    public void Answers_a_check_and_takes_its_address()
    {
        var length = Ask(First, 1);

        Assert.True(StunMessage.TryRead(_reply.AsSpan(0, length), out var answer));
        Assert.Equal(StunClass.Success, answer.Class);
        Assert.Equal(Transaction, answer.TransactionId.ToArray());
        Assert.True(answer.VerifyIntegrity(Server.PasswordBytes));
        Assert.True(answer.TryGetXorMappedAddress(out var mapped));
        Assert.Equal(First.Remote, mapped);
        Assert.Equal(IceState.Connected, _ice.State);
        Assert.True(_ice.IsValid(First));
        Assert.True(_ice.TryTakeChange(out var changed, out var added));
        Assert.Equal((First, true), (changed, added));
    }

    [Fact]
    public void Refuses_a_wrong_password_and_stays_unconnected()
    {
        var length = Ask(First, 1, password: Browser.PasswordBytes);

        Assert.Equal(401, ErrorOf(length));
        Assert.Equal(1, _ice.Discarded(IceDiscard.Unauthorized));
        AssertUnmoved();
    }

    [Theory]
    [InlineData("srvr:other")]
    [InlineData("srvr")]
    [InlineData("xxxx:brws")]
    [InlineData("srvr:brwsX")]
    public void Refuses_a_wrong_username(string username)
    {
        var length = Ask(First, 1, username: System.Text.Encoding.ASCII.GetBytes(username));

        Assert.Equal(401, ErrorOf(length));
        AssertUnmoved();
    }

    [Fact]
    public void Refuses_a_request_without_credentials()
    {
        var length = Ask(First, 1, username: []);

        Assert.Equal(400, ErrorOf(length));
        AssertUnmoved();
    }

    [Fact]
    public void Refuses_a_controlled_peer_with_a_role_conflict()
    {
        var length = Ask(First, 1, role: StunAttribute.IceControlled);

        Assert.Equal(487, ErrorOf(length));
        AssertUnmoved();
    }

    [Fact]
    public void Names_an_attribute_that_it_must_understand_and_does_not()
    {
        var length = Ask(First, 1, role: (StunAttribute)0x7777);

        Assert.Equal(420, ErrorOf(length));
        AssertUnmoved();
    }

    [Fact]
    public void An_error_is_never_longer_than_its_request()
    {
        foreach (var username in new[] { "", "s" })
        {
            var user = System.Text.Encoding.ASCII.GetBytes(username);
            var request = Request(user, Browser.PasswordBytes, StunAttribute.IceControlling, false);
            _ice.HandleStun(request, First, Seconds(1));

            Assert.InRange(_ice.Poll(Seconds(1), _reply, out _), 1, request.Length);
        }
    }

    [Fact]
    public void Sends_where_data_comes_from_until_a_pair_is_nominated()
    {
        Ask(First, 1);
        Ask(Second, 1);
        Assert.Equal(First, _ice.Selected);

        _ice.HandleData(Second, Seconds(1));
        Assert.Equal(Second, _ice.Selected);

        Ask(First, 2, nominate: true);
        _ice.HandleData(Second, Seconds(2.1));
        Assert.Equal(First, _ice.Selected);

        Ask(Second, 3, nominate: true);
        Assert.Equal(Second, _ice.Selected);
    }

    [Fact]
    public void Data_from_an_address_without_a_check_changes_nothing()
    {
        Ask(First, 1);

        _ice.HandleData(Second, Seconds(5));

        Assert.Equal(First, _ice.Selected);
        Assert.False(_ice.IsValid(Second));
    }

    [Fact]
    public void Sends_where_data_comes_from_when_the_nominated_pair_has_fallen_silent()
    {
        Ask(First, 1, nominate: true);
        Ask(Second, 1);
        _ice.HandleData(First, Seconds(3));

        _ice.HandleData(Second, Seconds(3.19));
        Assert.Equal(First, _ice.Selected);   // late ones of a way just left

        _ice.HandleData(Second, Seconds(3.2));
        Assert.Equal((Second, false), (_ice.Selected, _ice.IsNominated));

        Ask(First, 4, nominate: true);
        Assert.Equal((First, true), (_ice.Selected, _ice.IsNominated));
    }

    [Fact]
    public void The_address_list_is_bounded_and_keeps_the_selected_one()
    {
        Ask(First, 1, nominate: true);

        for (var port = 10; port < 50; port++) Ask(Pair(port), 1 + port / 10.0);

        Assert.True(_ice.IsValid(First));
        Assert.True(_ice.IsValid(Pair(48)) && _ice.IsValid(Pair(49)));
        Assert.False(_ice.IsValid(Pair(47)));
        var valid = 0;
        while (_ice.TryTakeChange(out _, out var added)) valid += added ? 1 : -1;
        Assert.Equal(3, valid);
    }

    [Theory]
    [InlineData(4.9, nameof(IceState.Checking))]
    [InlineData(5, nameof(IceState.NeverConnected))]
    public void Gives_up_when_no_check_came_in_5_s(double at, string state)
    {
        _ice.Poll(Seconds(at), _reply, out _);

        Assert.Equal(state, _ice.State.ToString());
        Assert.Equal(_ice.State == IceState.Checking ? Seconds(5) : TimeSpan.MaxValue, _ice.Deadline);
    }

    [Theory]
    [InlineData(10, 39.9, nameof(IceState.Connected))]
    [InlineData(10, 40, nameof(IceState.ConsentExpired))]
    public void Consent_runs_out_30_s_after_the_last_check(double checkedAt, double askedAt, string state)
    {
        Ask(First, checkedAt);
        Ask(First, checkedAt + 1, password: "wrong password, wrong"u8.ToArray());

        _ice.Poll(Seconds(askedAt), _reply, out _);

        Assert.Equal(state, _ice.State.ToString());
    }

    [Fact]
    public void An_address_that_is_checked_no_more_expires_alone()
    {
        Ask(First, 1, nominate: true);
        Ask(Second, 20);

        _ice.Poll(Seconds(31), _reply, out _);
        Assert.False(_ice.IsValid(First));
        Assert.True(_ice.IsValid(Second));

        Ask(Second, 32);
        Assert.Equal(Second, _ice.Selected);
        Assert.Equal(IceState.Connected, _ice.State);
    }

    [Fact]
    public void A_check_is_answered_without_allocation()
    {
        var request = Request("srvr:brws"u8, Server.PasswordBytes, StunAttribute.IceControlling, true);
        Answer(request);
        while (_ice.TryTakeChange(out _, out _)) { }
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++) Answer(request);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Spoiled_checks_never_throw_and_validate_nothing()
    {
        var request = Request("srvr:brws"u8, Server.PasswordBytes, StunAttribute.IceControlling, true);

        foreach (var bytes in Testing.Mutations.Of(request, 4, 20_000))
        {
            if (bytes.AsSpan().SequenceEqual(request)) continue;
            _ice.HandleStun(bytes, First, Seconds(1));
            _ice.Poll(Seconds(1), _reply, out _);
        }

        AssertUnmoved();
    }

    static readonly byte[] Transaction = "transaction!"u8.ToArray();

    void Answer(byte[] request)
    {
        _ice.HandleStun(request, First, Seconds(1));
        _ice.Poll(Seconds(1), _reply, out _);
    }

    void AssertUnmoved()
    {
        Assert.Equal(IceState.Checking, _ice.State);
        Assert.False(_ice.IsValid(First));
        Assert.False(_ice.TryTakeChange(out _, out _));
    }

    int ErrorOf(int length)
    {
        Assert.True(StunMessage.TryRead(_reply.AsSpan(0, length), out var answer));
        Assert.Equal(StunClass.Error, answer.Class);
        return answer.ErrorCode;
    }

    int Ask(
        CandidatePair from, double at, bool nominate = false, byte[]? password = null, byte[]? username = null,
        StunAttribute role = StunAttribute.IceControlling)
    {
        _ice.HandleStun(
            Request(username ?? "srvr:brws"u8.ToArray(), password ?? Server.PasswordBytes, role, nominate), from, Seconds(at));
        var length = _ice.Poll(Seconds(at), _reply, out var to);
        Assert.Equal(from, to);
        return length;
    }

    static byte[] Request(ReadOnlySpan<byte> username, byte[] password, StunAttribute role, bool nominate)
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.Request, Transaction);
        if (!username.IsEmpty) writer.AddUsername(username);
        writer.AddTieBreaker(role, 5);
        if (nominate) writer.AddUseCandidate();
        writer.AddPriority(1);
        writer.AddIntegrity(password);
        writer.AddFingerprint();
        return buffer[..writer.Length];
    }

    static CandidatePair Pair(int port) =>
        new(0, TransportAddress.From(new IPEndPoint(IPAddress.Parse("192.0.2.1"), port)));

    static TimeSpan Seconds(double s) => TimeSpan.FromSeconds(s);
}
