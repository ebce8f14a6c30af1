using System.Net;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Tests.Ice;

public sealed class IceControllingMachineTests
{
    static readonly IceCredentials Server = new("srvr", "server-password-012345678");
    static readonly IceCredentials Client = new("clnt", "client-password-012345678");
    static readonly TransportAddress ClientAddress = Address("192.0.2.9:9");
    static readonly TransportAddress Good = Address("192.0.2.1:7000"), Dead = Address("192.0.2.2:7000");

    readonly IceLiteMachine _server = new(Server, Client, new IceOptions(), TimeSpan.Zero);
    readonly IceControllingMachine _client = Create(Dead, Good);
    readonly byte[] _buffer = new byte[256];
    readonly List<(TimeSpan At, TransportAddress To)> _sent = [];

    [Fact]
    public void Finds_the_candidate_that_answers_and_nominates_it()
    {
        RunUntil(Seconds(1), _ => true);

        Assert.Equal(IceState.Connected, _client.State);
        Assert.True(_client.IsNominated);
        Assert.Equal(Good, _client.Selected.Remote);
        Assert.True(_server.IsNominated);
        Assert.Equal(ClientAddress, _server.Selected.Remote);
    }

    [Fact]
    public void Repeats_a_check_with_doubling_pauses()
    {
        RunUntil(Seconds(19), _ => false);

        var pauses = _sent.Where(sent => sent.To == Dead).Select(sent => sent.At).ToArray();
        Assert.Equal([0, 0.5, 1.5, 3.5, 7.5, 15.5], pauses.Select(at => at.TotalSeconds));
        Assert.All(_sent.Zip(_sent.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromMilliseconds(50)));
    }

    [Fact]
    public void Connects_when_half_of_all_checks_are_lost()
    {
        var random = new Random(7);

        RunUntil(Seconds(18), _ => random.Next(2) == 0);

        Assert.True(_client.IsNominated);
        Assert.True(_server.IsNominated);
    }

    [Fact]
    public void Keeps_consent_fresh_about_every_5_s()
    {
        RunUntil(Seconds(120), _ => true);

        Assert.Equal(IceState.Connected, _client.State);
        Assert.Equal(IceState.Connected, _server.State);
        Assert.InRange(_sent.Count, 120 / 6, 120 / 4 + 4);
    }

    [Fact]
    public void Both_lose_consent_30_s_after_the_network_went()
    {
        RunUntil(Seconds(60), now => now < Seconds(20));

        Assert.Equal(IceState.ConsentExpired, _client.State);
        Assert.Equal(IceState.ConsentExpired, _server.State);
        Assert.Equal(TimeSpan.MaxValue, _client.Deadline);
        Assert.InRange(_sent[^1].At.TotalSeconds, 40, 50);
    }

    [Fact]
    public void Never_connects_when_nobody_answers()
    {
        RunUntil(Seconds(25), _ => false);

        Assert.Equal(IceState.NeverConnected, _client.State);
    }

    [Fact]
    public void Ignores_an_answer_from_another_address_or_with_another_password()
    {
        var length = _client.Poll(TimeSpan.Zero, _buffer, out var to);
        var request = _buffer.AsSpan(0, length).ToArray();
        var forged = new IceLiteMachine(
            new IceCredentials(Server.UsernameFragment, "another-password-012345678"), Client, new IceOptions(), TimeSpan.Zero);

        _client.HandleStun(Answer(_server, request), new CandidatePair(0, Address("192.0.2.77:1")), TimeSpan.Zero);
        _client.HandleStun(Answer(forged, request), to, TimeSpan.Zero);

        Assert.Equal(IceState.Checking, _client.State);
        Assert.Equal(2, _client.Discarded(IceDiscard.UnexpectedResponse));
    }

    [Fact]
    public void Spoiled_answers_never_throw_and_connect_nothing()
    {
        var length = _client.Poll(TimeSpan.Zero, _buffer, out var to);
        var answer = Answer(_server, _buffer.AsSpan(0, length).ToArray());

        foreach (var bytes in Testing.Mutations.Of(answer, 5, 10_000))
        {
            if (!bytes.AsSpan().SequenceEqual(answer)) _client.HandleStun(bytes, to, TimeSpan.Zero);
        }

        Assert.Equal(IceState.Checking, _client.State);
    }

    void RunUntil(TimeSpan end, Func<TimeSpan, bool> delivers)
    {
        var now = TimeSpan.Zero;
        for (var steps = 0; now <= end; steps++)
        {
            Assert.True(steps < 10_000, "The machines spin.");
            while (_client.Poll(now, _buffer, out var to) is var length && length > 0)
            {
                _sent.Add((now, to.Remote));
                if (to.Remote != Good || !delivers(now)) continue;
                var answer = Answer(_server, _buffer.AsSpan(0, length).ToArray(), now);
                if (answer.Length > 0 && delivers(now)) _client.HandleStun(answer, to, now);
            }

            _server.Poll(now, _buffer, out _);
            var next = _client.Deadline < _server.Deadline ? _client.Deadline : _server.Deadline;
            if (next == TimeSpan.MaxValue) break;
            Assert.True(next > now, "The deadline lies in the past.");
            now = next;
        }
    }

    byte[] Answer(IceLiteMachine server, byte[] request, TimeSpan now = default)
    {
        var reply = new byte[256];
        server.HandleStun(request, new CandidatePair(0, ClientAddress), now);
        return reply[..server.Poll(now, reply, out _)];
    }

    static IceControllingMachine Create(params TransportAddress[] addresses) => new(
        Client, Server, addresses.Select((address, i) => new IceCandidate(address, IceCandidate.HostPriority(i))), 0,
        new IceOptions { ConnectTimeout = Seconds(20) }, new Random(1), TimeSpan.Zero);

    static TransportAddress Address(string text) => TransportAddress.From(IPEndPoint.Parse(text));

    static TimeSpan Seconds(double s) => TimeSpan.FromSeconds(s);
}
