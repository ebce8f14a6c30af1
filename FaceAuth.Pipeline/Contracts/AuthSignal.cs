namespace FaceAuth.Pipeline.Contracts;

/// <summary>One sign for or against video that came past the camera.</summary>
/// <param name="Kind">Which.</param>
/// <param name="State">What it says.</param>
public readonly record struct AuthSignal(SignalKind Kind, SignalState State);
