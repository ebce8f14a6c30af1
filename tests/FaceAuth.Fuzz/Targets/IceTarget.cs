using System.Net;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;
using FaceAuth.Testing;

namespace FaceAuth.Fuzz.Targets;

/// <summary>The lite agent: no spoiled check may make an address valid, and each gets one answer at most, no longer than allowed.</summary>
internal sealed class IceTarget : FuzzTarget
{
    static readonly CandidatePair From = new(0, TransportAddress.From(IPEndPoint.Parse("198.51.100.7:4711")));

    readonly IceLiteMachine _ice = new(
        new IceCredentials("srvr", "server+password+012345678"), new IceCredentials("clnt", "client+password+012345678"),
        new IceOptions(), TimeSpan.Zero);

    readonly byte[] _reply = new byte[1400];
    TimeSpan _now;

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds { get; } =
        [.. Directory.GetFiles(Vectors.PathOf("rfc5769"), "*.hex").Order(StringComparer.Ordinal).Select(file => Vectors.Hex(file))];

    /// <inheritdoc/>
    public override int Inputs => 2000;

    /// <inheritdoc/>
    public override void Run(Span<byte> input)
    {
        _now += TimeSpan.FromMilliseconds(1);
        if (!StunMessage.LooksLikeStun(input)) return;
        _ice.HandleStun(input, From, _now);
        var answers = 0;
        while (_ice.Poll(_now, _reply, out _) is var length && length > 0)
        {
            if (length > input.Length + 200 || ++answers > 1)
                throw new InvalidOperationException($"{answers} answers, {length} bytes to {input.Length}.");
        }

        if (_ice.IsValid(From)) throw new InvalidOperationException("A check without the password made an address valid.");
    }
}
