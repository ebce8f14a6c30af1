namespace FaceAuth.Pipeline.Contracts;

/// <summary>The thresholds of the pack that the settings name, with where each comes from. Safe from many threads.</summary>
public interface IThresholds
{
    /// <summary>All of them; reads the manifest and loads no model.</summary>
    /// <exception cref="Packs.ModelException">The manifest cannot be used; the message says what to do about it.</exception>
    IReadOnlyList<ThresholdInForce> List();

    /// <summary>The name of the pack.</summary>
    /// <exception cref="Packs.ModelException">As of <see cref="List"/>.</exception>
    string Pack { get; }
}
