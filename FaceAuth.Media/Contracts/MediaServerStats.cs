namespace FaceAuth.Media.Contracts;

/// <summary>Counts over all peers.</summary>
/// <param name="Peers">Peers now.</param>
/// <param name="PeersTotal">Peers since the start.</param>
/// <param name="DatagramsReceived">Datagrams read from the socket.</param>
/// <param name="DatagramsDropped">Datagrams nobody wanted, by reason.</param>
public sealed record MediaServerStats(
    int Peers, long PeersTotal, long DatagramsReceived, IReadOnlyDictionary<string, long> DatagramsDropped);
