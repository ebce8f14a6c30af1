using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Testing.Fakes;

/// <summary>Opens runs that the test plays, or refuses as it asks.</summary>
public sealed class FakeAuthPipeline : IAuthPipeline
{
    readonly List<FakeAuthRun> _runs = [];

    public PipelineReadiness Readiness { get; set; } = new(true, null, "permissive", ["detector", "embedder"]);

    public AuthRefusal? Refusal { get; set; }

    /// <summary>Thrown by <see cref="OpenAsync"/>.</summary>
    public Exception? OpenFault { get; set; }

    public IReadOnlyList<FakeAuthRun> Runs
    {
        get { lock (_runs) return [.. _runs]; }
    }

    /// <summary>What has to be left for a policy to be possible.</summary>
    public ChallengeKind? MustBeAsked { get; set; }

    public bool CanAsk(string policy, IReadOnlyCollection<ChallengeKind> cannot) =>
        MustBeAsked is not { } kind || !cannot.Contains(kind);

    public ValueTask<AuthAdmission> OpenAsync(AuthRequest request, CancellationToken cancellation)
    {
        if (OpenFault is not null) throw OpenFault;
        if (Refusal is not null) return new(new AuthAdmission(null, Refusal));
        var run = new FakeAuthRun(request);
        lock (_runs) _runs.Add(run);
        return new(new AuthAdmission(run, null));
    }
}
