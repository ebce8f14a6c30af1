using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Shared;

/// <summary>Who this node is among those that share their state; another at each start.</summary>
/// <param name="address">Where other nodes reach it; null when the settings do not say.</param>
internal sealed class NodeIdentity(string? address)
{
    public Guid Id { get; } = Guid.NewGuid();

    public string? Address => address;

    public SessionPlace Here => new(Id, address, IsHere: true);
}
