namespace FaceAuth.Load.Simulate;

/// <summary>What <c>--report</c> prints. Times in milliseconds from the offer; null for what did not happen.</summary>
internal sealed record SimulateReport
{
    /// <summary>Offer sent to answer received.</summary>
    public double? AnswerMs { get; init; }

    /// <summary>Offer sent to DTLS connected.</summary>
    public double? ConnectedMs { get; init; }

    /// <summary>Offer sent to data channel open.</summary>
    public double? ChannelOpenMs { get; init; }

    /// <summary>Offer received to first decoded picture, on the server's clock.</summary>
    public double? FirstPictureMs { get; init; }

    /// <summary>Picture handed to the network to its statistics on the data channel: how many were matched.</summary>
    public int Results { get; init; }

    /// <summary>Median of the same.</summary>
    public double ResultP50Ms { get; init; }

    /// <summary>95th percentile of the same.</summary>
    public double ResultP95Ms { get; init; }

    /// <summary>Greatest of the same.</summary>
    public double ResultMaxMs { get; init; }

    /// <summary>Pictures sent.</summary>
    public int Sent { get; init; }

    /// <summary>Pictures that reached the pipeline.</summary>
    public long FramesIn { get; init; }

    /// <summary>Pictures analysed.</summary>
    public long Analysed { get; init; }

    /// <summary>Pictures dropped, by reason.</summary>
    public IReadOnlyList<(string Name, double Value)> Dropped { get; init; } = [];

    /// <summary>Median time of each stage.</summary>
    public IReadOnlyList<(string Name, double Value)> Stages { get; init; } = [];

    /// <summary>Offer sent to verdict received.</summary>
    public double? SessionMs { get; init; }

    /// <summary>Coded video sent, bits a second.</summary>
    public double BitsPerSecond { get; init; }
}
