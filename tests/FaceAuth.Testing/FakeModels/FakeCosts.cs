namespace FaceAuth.Testing.FakeModels;

/// <summary>What the models cost on a virtual clock, in milliseconds a picture.</summary>
public sealed record FakeCosts
{
    /// <summary>
    /// What the permissive pack's models cost with their pictures cut, to the nearest half millisecond,
    /// on the machine named in bench/docs/measured.md.
    /// </summary>
    public static readonly FakeCosts Measured = new()
    {
        Detect = 2.5,
        Mesh = 7,
        Pose = 0.5,
        Quality = 2.5,
        Obstacle = 0.5,
        Mask = 0.5,
        AntiSpoof = 7,
        Embed = 6.5,
    };

    /// <summary>Search for faces.</summary>
    public double Detect { get; init; }

    /// <summary>Mesh.</summary>
    public double Mesh { get; init; }

    /// <summary>Pose.</summary>
    public double Pose { get; init; }

    /// <summary>Light and sharpness.</summary>
    public double Quality { get; init; }

    /// <summary>Covered points.</summary>
    public double Obstacle { get; init; }

    /// <summary>Mask.</summary>
    public double Mask { get; init; }

    /// <summary>Live or attack.</summary>
    public double AntiSpoof { get; init; }

    /// <summary>Embedding.</summary>
    public double Embed { get; init; }

    /// <summary>What each further picture of a batch costs, as a share of the first. 1 on a processor, less on a GPU.</summary>
    public double NextInBatch { get; init; } = 1;

    /// <summary>All of them.</summary>
    public double All => Detect + Mesh + Pose + Quality + Obstacle + Mask + AntiSpoof + Embed;
}
