namespace FaceAuth.Load.Measuring;

/// <summary>What the system says of the server's process at one moment.</summary>
internal sealed record ServerSample
{
    /// <summary>When it was read.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>Processor time of the process, user and system, in s.</summary>
    public required double ProcessorSeconds { get; init; }

    /// <summary>Processor time of the threads that receive media ("Media…"), in s.</summary>
    public required double ReceiverSeconds { get; init; }

    /// <summary>Threads.</summary>
    public required int Threads { get; init; }

    /// <summary>Resident memory in bytes.</summary>
    public required long ResidentBytes { get; init; }

    /// <summary>Open file descriptors.</summary>
    public required int Handles { get; init; }

    /// <summary>Datagrams that the system dropped because a socket of the process was full.</summary>
    public required long SocketDrops { get; init; }
}
