namespace FaceAuth.Media.Sctp;

/// <summary>One thing that happened to an association.</summary>
/// <param name="Kind">What.</param>
/// <param name="Stream">Which stream; 0 where that means nothing.</param>
/// <param name="Ppid">Payload protocol identifier of a message.</param>
/// <param name="Payload">The message; lent until the next event is taken.</param>
/// <param name="End">Why it is over.</param>
internal readonly record struct SctpEvent(
    SctpEventKind Kind, ushort Stream = 0, uint Ppid = 0, ReadOnlyMemory<byte> Payload = default, SctpEnd End = SctpEnd.None);
