using System.Diagnostics.CodeAnalysis;

namespace FaceAuth.Interop.Tests.Nodes;

/// <summary>A test of the shared nodes, which begins with all of them.</summary>
[SuppressMessage("Design", "CA1515", Justification = "xunit makes those that derive from it.")]
public abstract class NodesTest(NodeSet set) : IAsyncLifetime
{
    internal NodeSet Set { get; } = set;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync() => await Set.WholeAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }
}
