using FaceAuth.Frames;
using FaceAuth.Media.Contracts;

namespace FaceAuth.Testing.Fakes;

/// <summary>Answers every offer with a peer that the test plays, or with the refusal it asks for.</summary>
public sealed class FakeMediaServer : IMediaServer
{
    readonly List<FakeMediaPeer> _peers = [];

    public PeerRefusal? Refusal { get; set; }

    public string? RefusalMessage { get; set; }

    /// <summary>Thrown by <see cref="StartAsync"/>.</summary>
    public Exception? StartFault { get; set; }

    /// <summary>Happens while an offer is being answered.</summary>
    public Func<Task>? WhileAccepting { get; set; }

    /// <summary>Thrown by <see cref="AcceptAsync"/>.</summary>
    public Exception? AcceptFault { get; set; }

    public int Offers { get; private set; }

    public IReadOnlyList<FakeMediaPeer> Peers
    {
        get { lock (_peers) return [.. _peers]; }
    }

    public ValueTask StartAsync(CancellationToken cancellation) =>
        StartFault is null ? ValueTask.CompletedTask : ValueTask.FromException(StartFault);

    public async ValueTask<PeerAdmission> AcceptAsync(string offerSdp, IFrameSink sink, CancellationToken cancellation)
    {
        if (WhileAccepting is not null) await WhileAccepting();
        lock (_peers)
        {
            Offers++;
            if (AcceptFault is not null) throw AcceptFault;
            if (Refusal is not null) return new PeerAdmission(null, null, Refusal, RefusalMessage);
            var peer = new FakeMediaPeer(sink);
            _peers.Add(peer);
            return new PeerAdmission(peer, "v=0\r\na=fingerprint:sha-256 AA:01\r\n", null, null);
        }
    }

    /// <summary>Offers that needed no data channel.</summary>
    public int VideoOffers { get; private set; }

    public ValueTask<PeerAdmission> AcceptVideoAsync(string offerSdp, IFrameSink sink, CancellationToken cancellation)
    {
        VideoOffers++;
        return AcceptAsync(offerSdp, sink, cancellation);
    }

    public string Ciphers => "nothing";

    public MediaServerStats Snapshot() => new(0, Offers, 0, new Dictionary<string, long>());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
