using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;

namespace FaceAuth.Bench.Media;

/// <summary>One connectivity check: read, authenticated, answered. Every peer sends one each few seconds, an attacker more.</summary>
[MemoryDiagnoser]
public class ConnectivityCheckBenchmarks
{
    static readonly IceCredentials Server = new("srvr", "server-password-012345678");
    readonly IceLiteMachine _ice = new(Server, new IceCredentials("clnt", "client-password-012345678"), new IceOptions(), TimeSpan.Zero);
    readonly CandidatePair _from = new(0, TransportAddress.From(new IPEndPoint(IPAddress.Loopback, 9)));
    readonly byte[] _answer = new byte[256];
    byte[] _check = [];

    [GlobalSetup]
    public void Write()
    {
        var buffer = new byte[256];
        var writer = new StunWriter(buffer, StunClass.Request, new byte[12]);
        writer.AddUsername("srvr:clnt"u8);
        writer.AddTieBreaker(StunAttribute.IceControlling, 1);
        writer.AddPriority(1);
        writer.AddIntegrity(Server.PasswordBytes);
        writer.AddFingerprint();
        _check = buffer[..writer.Length];
        Answer();
        while (_ice.TryTakeChange(out _, out _)) { }
    }

    [Benchmark]
    public int Answer()
    {
        _ice.HandleStun(_check, _from, TimeSpan.Zero);
        return _ice.Poll(TimeSpan.Zero, _answer, out _);
    }

    /// <summary>The two HMACs alone, as a first version would make them: with an object and fresh arrays.</summary>
    [Benchmark(Baseline = true)]
    [SuppressMessage("Security", "CA5350", Justification = "RFC 8445 fixes HMAC-SHA1 for connectivity checks.")]
    public int PlainHmacs()
    {
        using var hmac = new HMACSHA1(Server.PasswordBytes);
        return hmac.ComputeHash(_check[..^32]).Length + hmac.ComputeHash(_check[..^32]).Length;
    }
}
