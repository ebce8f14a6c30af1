using System.Diagnostics.Metrics;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling;

/// <summary>Counters of the host, meter "FaceAuth.Signaling".</summary>
/// <remarks>
/// Tags hold codes of refusals, purposes and kinds of tokens and nothing else: no session, account, subject or address. Safe
/// from many threads.
/// </remarks>
internal sealed class SignalingMetrics
{
    public const string MeterName = "FaceAuth.Signaling";

    readonly UpDownCounter<int> _connections;
    readonly UpDownCounter<int> _sessions;
    readonly Counter<long> _started;
    readonly Counter<long> _ended;
    readonly Counter<long> _refused;
    readonly Counter<long> _closed;
    readonly Counter<long> _gaveWay;
    readonly Counter<long> _coursesLost;
    readonly Counter<long> _lost;
    readonly Counter<long> _carried;
    readonly Counter<long> _tokens;
    readonly Counter<long> _mails;
    readonly Counter<long> _webhooks;

    public SignalingMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _connections = meter.CreateUpDownCounter<int>("faceauth.signaling.connections", "{connection}", "Hub connections now.");
        _sessions = meter.CreateUpDownCounter<int>("faceauth.signaling.sessions", "{session}", "Sessions running now.");
        _started = meter.CreateCounter<long>(
            "faceauth.signaling.sessions.started", "{session}", "Sessions whose offer was answered, by purpose.");
        _ended = meter.CreateCounter<long>(
            "faceauth.signaling.sessions.ended", "{session}", "The same when they ended, by purpose and outcome.");
        _refused = meter.CreateCounter<long>(
            "faceauth.signaling.refused", "{refusal}", "Requests, offers and connections refused, by reason.");
        _closed = meter.CreateCounter<long>(
            "faceauth.signaling.http.closed", "{connection}", "TCP connections of the web server closed unheard, by reason.");
        _gaveWay = meter.CreateCounter<long>(
            "faceauth.signaling.sessions.gave_way", "{session}", "Sessions without pictures ended for one of who has fewer.");
        _coursesLost = meter.CreateCounter<long>(
            "faceauth.signaling.courses.lost", "{session}", "Ended sessions whose course could not be kept.");
        _lost = meter.CreateCounter<long>("faceauth.signaling.sessions.lost", "{session}", "Sessions of lost nodes that this one ended.");
        _carried = meter.CreateCounter<long>(
            "faceauth.signaling.carried", "{question}", "Browsers that came back here to another node's session, by outcome.");
        _tokens = meter.CreateCounter<long>("faceauth.signaling.tokens.issued", "{token}", "Tokens issued, by kind.");
        _mails = meter.CreateCounter<long>("faceauth.signaling.mails", "{mail}", "Mails for forgotten passwords, by what became of them.");
        _webhooks = meter.CreateCounter<long>("faceauth.signaling.webhooks", "{attempt}", "Attempts to call webhooks, by outcome.");
    }

    /// <summary>A hub connection was opened.</summary>
    public void Connected() => _connections.Add(1);

    /// <summary>It was closed.</summary>
    public void Disconnected() => _connections.Add(-1);

    /// <summary>A session runs.</summary>
    public void Started(SessionPurpose purpose)
    {
        _sessions.Add(1);
        _started.Add(1, new KeyValuePair<string, object?>("purpose", Wire.Name(purpose)));
    }

    /// <summary>It ended; the outcome is "accepted", "rejected" or a refusal's code.</summary>
    public void Ended(SessionPurpose purpose, string outcome)
    {
        _sessions.Add(-1);
        _ended.Add(1, new("purpose", Wire.Name(purpose)), new("outcome", outcome));
    }

    /// <summary>Somebody was told no; the reason is a refusal's code or "too_many_connections".</summary>
    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A TCP connection was closed: too many of "all" or of its "address", or it said nothing ("silent").</summary>
    public void ConnectionEnded(string reason) => _closed.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>A session without pictures was ended for another.</summary>
    public void GaveWay() => _gaveWay.Add(1);

    /// <summary>What happened in a session could not be kept.</summary>
    public void CourseLost() => _coursesLost.Add(1);

    /// <summary>A session of a node that is gone was ended.</summary>
    public void Lost() => _lost.Add(1);

    /// <summary>Another node was asked about its session; the outcome is "answered" or a refusal's code.</summary>
    public void Carried(string outcome) => _carried.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A mail was "sent", "retried", "failed", over the account's limit ("limited") or found no room ("dropped").</summary>
    public void Mailed(string how) => _mails.Add(1, new KeyValuePair<string, object?>("outcome", how));

    /// <summary>A webhook was called; the outcome is "delivered", "failed" or "given_up".</summary>
    public void Webhook(string outcome) => _webhooks.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A token was issued.</summary>
    public void Issued(string kind) => _tokens.Add(1, new KeyValuePair<string, object?>("kind", kind));
}
