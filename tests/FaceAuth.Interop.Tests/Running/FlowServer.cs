using System.Diagnostics.CodeAnalysis;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests.Running;

/// <summary>One server for all flows, with <see cref="Person"/> enrolled from single_face.mp4 by the command line client.</summary>
[SuppressMessage("Design", "CA1515", Justification = "xunit makes it.")]
public sealed class FlowServer : IAsyncLifetime
{
    /// <summary>The subject that single_face.mp4 and face_noface.mov show.</summary>
    public const string Person = "person";

    ServerProcess? _server;

    /// <summary>The server; without models and data the test that asks ends here, as <see cref="SharedFiles"/> decides.</summary>
    internal ServerProcess Server
    {
        get
        {
            SharedFiles.RequireModels();
            SharedFiles.Data("video");
            return _server!;
        }
    }

    public async ValueTask InitializeAsync()
    {
        if (SharedFiles.ModelsFolder is not { } models || SharedFiles.DataFolder is null) return;
        _server = await ServerProcess.StartAsync("FACEAUTH_MODELS=" + models, "RateLimits__SessionsPerRelyingParty=10000");
        var (code, output) = await Simulation.RunAsync(_server, SharedFiles.Data("video/single_face.mp4"), "enroll", Person);
        if (code != 0) throw new InvalidOperationException($"{Person} could not be enrolled:\n{output}\n{_server.Log}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
    }
}
